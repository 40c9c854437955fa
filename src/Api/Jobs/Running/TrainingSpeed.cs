using System.Collections.Concurrent;
using LearnML.Api.Hosting;
using LearnML.Api.Specs;
using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Networks.Planning;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// How much slower or faster this process trains than <see cref="RunCost"/> says: on each dataset as its newest jobs show, on other datasets as the
/// newest jobs on the device show, and before the first job as the speed of a matrix product shows.
/// </summary>
public sealed class TrainingSpeed
{
    /// <summary>A shorter training measures the start of its job rather than the speed.</summary>
    private static readonly TimeSpan MinimumTime = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<(bool IsGpu, string? Dataset), double> factors = [];

    /// <summary>Measures the processor, unless a job has shown its speed already.</summary>
    public void MeasureProcessor()
    {
        if (!factors.ContainsKey((false, null)))
        {
            factors.TryAdd((false, null), ProductSpeed.MeasureSecondsPerMultiplication() / RunCost.CpuMultiplication);
        }
    }

    /// <summary>Records how long a training took.</summary>
    /// <param name="device">The device.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="nominalSeconds">What it costs by <see cref="RunCost"/>.</param>
    /// <param name="took">The time that it took.</param>
    public void Record(string device, string dataset, double nominalSeconds, TimeSpan took)
    {
        if (took < MinimumTime || !(nominalSeconds > 0))
        {
            return;
        }

        var factor = took.TotalSeconds / nominalSeconds;
        var isGpu = device != TrainingServer.CpuQueue;
        factors.AddOrUpdate((isGpu, dataset), factor, (_, before) => Math.Sqrt(before * factor));
        factors[(isGpu, null)] = factors[(isGpu, dataset)];
    }

    /// <summary>Estimates how long a spec takes; null if nothing is known.</summary>
    public TimeEstimate? Estimate(CheckedSpec valid)
    {
        ArgumentNullException.ThrowIfNull(valid);
        var spec = valid.Spec;
        if (valid.Rows == 0
            || !(factors.TryGetValue((valid.IsGpu, spec.Dataset), out var factor) || factors.TryGetValue((valid.IsGpu, null), out factor)))
        {
            return null;
        }

        var cost = valid.SearchPlan?.Cost ?? RunCost.Estimate(spec, valid.Inputs, valid.Outputs, valid.RowsWithoutTest, valid.IsGpu);
        var seconds = factor * cost.Seconds;
        var budget = spec.Training.TimeBudgetSeconds ?? double.PositiveInfinity;
        return new TimeEstimate(Math.Min(seconds, budget), spec.Training.EarlyStopping is not null && seconds < budget);
    }
}
