# Build: docker build -t lurewatch .
# Run:   docker run -v lurewatch:/data -e LUREWATCH_TELEGRAM_TOKEN lurewatch
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /lurewatch ./cmd/lurewatch \
 && mkdir /data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /lurewatch /lurewatch
COPY --from=build --chown=nonroot:nonroot /data /data
VOLUME /data
ENV LUREWATCH_DB=/data/lurewatch.db \
    LUREWATCH_HTTP_ADDR=127.0.0.1:8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["/lurewatch", "health"]
# SIGTERM ends the bot within seconds and loses nothing.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/lurewatch"]
CMD ["run"]
