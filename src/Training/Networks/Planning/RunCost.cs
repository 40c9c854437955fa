using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>What a run costs on the machine whose rates are below, estimated from sizes alone. Other machines differ from it by a factor.</summary>
/// <param name="Seconds">The time on that machine.</param>
/// <param name="Samples">The number of rows that the run trains on, once for each network, in all epochs together.</param>
public readonly record struct RunCost(double Seconds, double Samples)
{
    /// <summary>The seconds that one multiplication of a matrix product takes on one core.</summary>
    public const double CpuMultiplication = 5e-11;

    private const double RunOverhead = 0.1;
    private const double StepOverhead = 1.5e-4;
    private const double GpuMultiplication = 1e-13;

    // Forward, and backward to the inputs and to the weights.
    private const int Passes = 3;

    /// <summary>Estimates the cost of a spec without a search, if no early stopping shortens it.</summary>
    /// <param name="spec">The complete spec.</param>
    /// <param name="inputs">The inputs of its network.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    /// <param name="rows">The number of rows, without those that are set apart as a test part.</param>
    /// <param name="isGpu">Whether it is trained on a GPU.</param>
    public static RunCost Estimate(JobSpec spec, NetworkInputs inputs, int outputs, double rows, bool isGpu)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var scored = EstimateScored(spec, inputs, outputs, rows, isGpu);
        if (spec.Validation.Folds is null)
        {
            return scored;
        }

        // After the folds, the network that becomes the model is trained.
        var model = Train(spec, inputs, outputs, (rows, 0), 1, isGpu);
        return new RunCost(scored.Seconds + model.Seconds, scored.Samples + model.Samples);
    }

    /// <summary>
    /// Estimates the cost of the networks that validation rows score, which are trained in lockstep: the folds of a spec, or its only network; of one
    /// trial or of several like it.
    /// </summary>
    /// <param name="spec">The complete spec of a trial.</param>
    /// <param name="inputs">The inputs of its network.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    /// <param name="rows">The number of rows, without those that are set apart as a test part.</param>
    /// <param name="isGpu">Whether it is trained on a GPU.</param>
    /// <param name="trials">The number of trials.</param>
    public static RunCost EstimateScored(JobSpec spec, NetworkInputs inputs, int outputs, double rows, bool isGpu, int trials = 1)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var validation = spec.Validation;
        var share = validation.TestPart ? 0 : validation.Holdout ?? ValidationSpec.DefaultHoldout;
        var scored = rows * (validation.Folds is { } folds ? 1.0 / folds : share);
        return Train(spec, inputs, outputs, (rows - scored, scored), trials * (validation.Folds ?? 1) * validation.Repeats, isGpu);
    }

    private static RunCost Train(
        JobSpec spec, NetworkInputs inputs, int outputs, (double Trained, double Scored) rows, int members, bool isGpu)
    {
        var multiplyAdds = (double)new NetworkPlan(spec.Network, inputs, outputs).MultiplyAdds * spec.Network.Ensemble;
        var steps = spec.Training.Epochs * Math.Ceiling(rows.Trained / spec.Training.BatchSize);
        var multiplications = multiplyAdds * members * ((Passes * rows.Trained) + rows.Scored) * spec.Training.Epochs;
        return new RunCost(
            Time(steps, steps == 0 ? 0 : multiplications / steps, isGpu),
            spec.Training.Epochs * rows.Trained * members * spec.Network.Ensemble);
    }

    /// <summary>Returns the time of a run in seconds.</summary>
    /// <param name="steps">The number of its training steps.</param>
    /// <param name="multiplications">The number of multiplications of a step.</param>
    /// <param name="isGpu">Whether it is trained on a GPU.</param>
    public static double Time(double steps, double multiplications, bool isGpu) =>
        RunOverhead + (steps * (StepOverhead + (multiplications * (isGpu ? GpuMultiplication : CpuMultiplication))));
}
