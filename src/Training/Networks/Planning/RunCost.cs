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
        var multiplyAdds = (double)new NetworkPlan(spec.Network, inputs, outputs).MultiplyAdds * spec.Network.Ensemble;
        var (validation, epochs) = (spec.Validation, spec.Training.Epochs);
        if (validation.Folds is not { } folds)
        {
            var scored = validation.TestPart ? 0 : (validation.Holdout ?? ValidationSpec.DefaultHoldout) * rows;
            return Train(rows - scored, scored, members: 1);
        }

        // The folds are trained in lockstep, and then the network that becomes the model.
        var foldRows = rows / folds;
        var (ofFolds, ofModel) = (Train(rows - foldRows, foldRows, folds * validation.Repeats), Train(rows, 0, members: 1));
        return new RunCost(ofFolds.Seconds + ofModel.Seconds, ofFolds.Samples + ofModel.Samples);

        RunCost Train(double trained, double scored, int members)
        {
            var steps = epochs * Math.Ceiling(trained / spec.Training.BatchSize);
            var multiplications = multiplyAdds * members * ((Passes * trained) + scored) * epochs;
            return new RunCost(Time(steps, steps == 0 ? 0 : multiplications / steps, isGpu), epochs * trained * members * spec.Network.Ensemble);
        }
    }

    /// <summary>Returns the time of a run in seconds.</summary>
    /// <param name="steps">The number of its training steps.</param>
    /// <param name="multiplications">The number of multiplications of a step.</param>
    /// <param name="isGpu">Whether it is trained on a GPU.</param>
    public static double Time(double steps, double multiplications, bool isGpu) =>
        RunOverhead + (steps * (StepOverhead + (multiplications * (isGpu ? GpuMultiplication : CpuMultiplication))));
}
