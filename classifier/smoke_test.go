package classifier

import (
	"encoding/json"
	"fmt"
	"lurewatch/classifier/rules"
	"testing"
)

func TestSmoke(t *testing.T) {
	c, err := New(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"We are hiring c u s t o m e r service in Sihan​oukville, $1500/month, DM @abc_hr", "Cｕstomer servicе 15-30 triệu K.K. Park", "hello", "w0rk at 柬埔寨 月薪1.5万", "", "៨០០ ដុល្លារ salary $3OOO per month Cambodia"} {
		v := c.Classify(Offer{Text: s})
		b, _ := json.Marshal(v)
		fmt.Println(s, string(b))
	}
}
