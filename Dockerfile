# The service as an image: builds what the lock files name, runs as nobody in particular, and needs nothing writable but /data.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH=amd64
WORKDIR /source

# What decides the restore comes first: the layer is built anew only when a dependency changes.
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY src/MarketData/MarketData.csproj src/MarketData/packages.lock.json src/MarketData/
RUN dotnet restore src/MarketData --locked-mode --arch $TARGETARCH -p:PublishReadyToRun=true

COPY src src
RUN dotnet publish src/MarketData --no-restore --configuration Release --arch $TARGETARCH --output /app \
      -p:PublishReadyToRun=true -p:UseAppHost=false -p:ContinuousIntegrationBuild=true \
 && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=1654:1654 /data /data

# SQLite's file, for whoever sets no PostgreSQL. The diagnostics of .NET would write sockets into /tmp, which may be read-only.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0 \
    Database__SqlitePath=/data/marketdata.db
VOLUME /data
EXPOSE 8080

# The number and not the name: Kubernetes can only then see that it is not root.
USER 1654:1654
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["dotnet", "/app/MarketData.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "/app/MarketData.dll"]
