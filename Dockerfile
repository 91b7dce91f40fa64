# One image for each host: docker build --target silo|bot|web|tools|standalone|emulator. Everything is compiled once, whichever is asked for.
# Chiseled images have ICU and time zones (extra) and neither a shell nor a package manager.
ARG DOTNET_SDK=mcr.microsoft.com/dotnet/sdk:10.0.401-noble
ARG DOTNET_ASPNET=mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled-extra

FROM ${DOTNET_SDK} AS build
ARG TARGETARCH
WORKDIR /source
ENV MSBUILDDISABLENODEREUSE=1
# What decides about packages, before everything else: the layer stays as long as no package changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/BotShard/BotShard.csproj src/BotShard/
COPY src/ClusterClient/ClusterClient.csproj src/ClusterClient/
COPY src/Discord/Discord.csproj src/Discord/
COPY src/DiscordEmulator/DiscordEmulator.csproj src/DiscordEmulator/
COPY src/Domain/Domain.csproj src/Domain/
COPY src/GrainInterfaces/GrainInterfaces.csproj src/GrainInterfaces/
COPY src/Grains/Grains.csproj src/Grains/
COPY src/LanguageModels/LanguageModels.csproj src/LanguageModels/
COPY src/Languages/Languages.csproj src/Languages/
COPY src/Payments/Payments.csproj src/Payments/
COPY src/Probe/Probe.csproj src/Probe/
COPY src/RankCards/RankCards.csproj src/RankCards/
COPY src/Silo/Silo.csproj src/Silo/
COPY src/Standalone/Standalone.csproj src/Standalone/
COPY src/Storage/Storage.csproj src/Storage/
COPY src/StripeEmulator/StripeEmulator.csproj src/StripeEmulator/
COPY src/Telemetry/Telemetry.csproj src/Telemetry/
COPY src/Tools/Tools.csproj src/Tools/
COPY src/Web/Web.csproj src/Web/
RUN for host in Standalone Tools Probe; do dotnet restore src/$host -a $TARGETARCH || exit 1; done

COPY .editorconfig ./
COPY sql sql
COPY src src
RUN for host in Silo BotShard Web Tools Standalone DiscordEmulator Probe; do \
      dotnet publish src/$host -c Release -a $TARGETARCH --no-self-contained --no-restore -p:UseAppHost=false -p:DebugType=none -o /out/$host || exit 1; \
    done && mkdir /out/data

FROM ${DOTNET_ASPNET} AS runtime
WORKDIR /app
COPY --from=build /out/Probe probe/
ENV ASPNETCORE_HTTP_PORTS=8080
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["dotnet", "/app/probe/CommunityIntel.Probe.dll"]

FROM runtime AS silo
COPY --from=build /out/Silo ./
# A container has one address of its own, and others reach it there.
ENV Silo__AdvertisedAddress=auto Silo__ListenOnAnyAddress=true
EXPOSE 11111 30000
ENTRYPOINT ["dotnet", "CommunityIntel.Silo.dll"]

FROM runtime AS bot
COPY --from=build /out/BotShard ./
ENTRYPOINT ["dotnet", "CommunityIntel.BotShard.dll"]

FROM runtime AS web
COPY --from=build /out/Web ./
ENTRYPOINT ["dotnet", "CommunityIntel.Web.dll"]

FROM runtime AS tools
COPY --from=build /out/Tools ./
HEALTHCHECK NONE
ENTRYPOINT ["dotnet", "CommunityIntel.Tools.dll"]

# The local Discord, for trying out: it believes everybody. Publish its port on loopback only.
FROM runtime AS emulator
COPY --from=build /out/DiscordEmulator ./
ENV ASPNETCORE_HTTP_PORTS=5005 Emulator__Port=5005 Emulator__ListenOnAnyAddress=true
EXPOSE 5005
ENTRYPOINT ["dotnet", "CommunityIntel.DiscordEmulator.dll"]

# Everything but PostgreSQL in one process, with the local Discord and the local Stripe when nothing says where the real ones are.
FROM runtime AS standalone
COPY --from=build /out/Standalone ./
# 1654 is the base image's APP_UID.
COPY --from=build --chown=1654:1654 /out/data /data
ENV ASPNETCORE_HTTP_PORTS=5080 Standalone__ListenOnAnyAddress=true COMMUNITY_INTEL_DATA=/data \
    Emulator__Port=5005 Emulator__ListenOnAnyAddress=true StripeEmulator__Port=5006 StripeEmulator__ListenOnAnyAddress=true
EXPOSE 5080 5005 5006
ENTRYPOINT ["dotnet", "CommunityIntel.Standalone.dll"]
