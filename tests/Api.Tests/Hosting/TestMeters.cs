using System.Diagnostics.Metrics;
using LearnML.Api.Jobs.Running;
using LearnML.Api.Models.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Meters without a listener, for tests without a host.</summary>
internal static class TestMeters
{
    private static readonly IMeterFactory Factory = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static TrainingMeter Training { get; } = new(Factory);

    public static ServingMeter Serving { get; } = new(Factory);
}
