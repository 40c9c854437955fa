# The image of LearnML. TorchBackend selects its libtorch: cpu, or cuda for workers with an NVIDIA GPU.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TorchBackend=cpu
WORKDIR /source
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props TorchBackend.targets BannedSymbols.txt .editorconfig ./
COPY src src
# CI=true: the CPU build restores only the packages in packages.lock.json.
RUN CI=true dotnet publish src/Api -c Release -o /app -p:TorchBackend=$TorchBackend

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown $APP_UID /data
USER $APP_UID
EXPOSE 5080
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "LearnML.Api.dll"]
