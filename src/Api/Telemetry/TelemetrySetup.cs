using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Running;
using LearnML.Api.Models.Serving;
using LearnML.Contracts;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LearnML.Api.Telemetry;

/// <summary>Registers telemetry: Prometheus metrics always, and traces, metrics and logs over OTLP if a receiver is configured.</summary>
internal static class TelemetrySetup
{
    private const string MetricsPath = "/metrics";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // The metrics of the .NET runtime and of the hub's connections are measured anyway and have few labels.
    private static readonly string[] Meters = [Instrumentation.Name, "System.Runtime", "Microsoft.AspNetCore.Http.Connections"];

    /// <exception cref="StartupException">The receiver's address is invalid.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<TrainingMeter>().AddSingleton<ServingMeter>().AddSingleton<TrainingTraces>()
            .AddSingleton<ProcessResourceDetector>().AddHostedService<GaugeCollector>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddDetector(provider => provider.GetRequiredService<ProcessResourceDetector>())
                .AddTelemetrySdk().AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(Meters)
                .AddPrometheusExporter(prometheus => prometheus.ScrapeEndpointPath = MetricsPath));
        if (configuration[OtlpEndpoint] is { Length: > 0 } endpoint)
        {
            RequireHttpAddress(endpoint);
            telemetry
                .WithTracing(traces => traces.AddSource(Instrumentation.Name).AddAspNetCoreInstrumentation(requests => requests.Filter = IsTraced))
                .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation())
                .WithLogging(null, logs => logs.IncludeFormattedMessage = true)
                .UseOtlpExporter();
        }

        return services;
    }

    public static void MapTelemetry(this WebApplication app) => app.MapPrometheusScrapingEndpoint(MetricsPath).RequireScope(Scope.Read);

    /// <summary>Whether a request is traced. Health checks and scrapes come every few seconds and would fill the trace store.</summary>
    private static bool IsTraced(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments(MetricsPath);

    private static void RequireHttpAddress(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new StartupException($"{OtlpEndpoint} is '{endpoint}'; it must be an HTTP address, for example http://localhost:4317.");
        }
    }
}
