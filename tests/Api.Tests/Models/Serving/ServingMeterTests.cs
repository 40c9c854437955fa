using System.Diagnostics;
using System.Diagnostics.Metrics;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace LearnML.Api.Tests.Models.Serving;

/// <summary>The cost of measuring a prediction.</summary>
public sealed class ServingMeterTests
{
    private const int Repetitions = 20_000;

    [Fact]
    public void Measuring_a_prediction_allocates_nothing()
    {
        using var services = new ServiceCollection().AddMetrics().AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(Instrumentation.Name).AddPrometheusExporter()).Services.BuildServiceProvider();
        services.GetRequiredService<MeterProvider>();
        var meter = new ServingMeter(services.GetRequiredService<IMeterFactory>());
        MeasureRepeatedly(meter);

        var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        MeasureRepeatedly(meter);
        var duration = Stopwatch.GetElapsedTime(start);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, Repetitions / 10);
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{duration.TotalNanoseconds / Repetitions:f0} ns a prediction"));
    }

    private static void MeasureRepeatedly(ServingMeter meter)
    {
        for (var time = 0; time < Repetitions; time++)
        {
            var start = Stopwatch.GetTimestamp();
            meter.RecordCacheHit();
            meter.RecordBatch(1);
            meter.RecordAnswered(ServingMeter.Json, 1, start);
        }
    }
}
