# One image for the worker, the query service and every command.
FROM swift:6.2-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
    libpq-dev libcurl4-openssl-dev libsimdjson-dev libxml2-dev zlib1g-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
COPY Benchmarks Benchmarks
RUN swift build -c release --product quartermaster \
    && install -D "$(swift build -c release --show-bin-path)/quartermaster" /out/bin/quartermaster

FROM swift:6.2-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
    ca-certificates libpq5 libcurl4 libsimdjson14 libxml2 zlib1g && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home quartermaster
COPY --from=build /out/bin/quartermaster /usr/local/bin/quartermaster
COPY migrations /usr/local/share/quartermaster/migrations
COPY Config /usr/local/share/quartermaster/Config
COPY Sources/Reports/Catalogue /usr/local/share/quartermaster/Sources/Reports/Catalogue
USER quartermaster
EXPOSE 8080
ENTRYPOINT ["quartermaster"]
CMD ["serve", "--host", "0.0.0.0"]
