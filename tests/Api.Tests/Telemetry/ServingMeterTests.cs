using System.Diagnostics;
using System.Diagnostics.Metrics;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>What measuring costs those who predict.</summary>
public sealed class ServingMeterTests
{
    private const int Times = 20_000;

    [Fact]
    public void A_prediction_is_measured_without_an_allocation()
    {
        using var services = new ServiceCollection().AddMetrics().AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(Instrumentation.Name).AddPrometheusExporter()).Services.BuildServiceProvider();
        services.GetRequiredService<MeterProvider>();
        var meter = new ServingMeter(services.GetRequiredService<IMeterFactory>());
        Measure(meter);

        var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        Measure(meter);
        var took = Stopwatch.GetElapsedTime(start);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, Times / 10);
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{took.TotalNanoseconds / Times:f0} ns a prediction"));
    }

    private static void Measure(ServingMeter meter)
    {
        for (var time = 0; time < Times; time++)
        {
            var start = Stopwatch.GetTimestamp();
            meter.RecordCacheHit();
            meter.RecordBatch(1);
            meter.RecordAnswered(ServingMeter.Json, 1, start);
        }
    }
}
