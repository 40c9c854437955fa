using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>The estimated size of a network, computed before it is built.</summary>
/// <param name="Parameters">The number of parameter values, trainable or frozen, of all networks of the ensemble.</param>
/// <param name="TrainingBytes">
/// The memory for training, in bytes, of all networks of the ensemble. It includes the weights, the gradients, the copy of the best weights
/// and the state of the optimizer. It also includes the larger of two numbers: the memory of a training batch (what every layer saves for the
/// backward pass, and the gradients of the widest layer), or the memory of an evaluation batch.
/// </param>
public readonly record struct NetworkSize(Int128 Parameters, Int128 TrainingBytes)
{
    private const int BytesPerValue = sizeof(float);

    // A trial that waits for its next rung has its weights and the best ones.
    private const int PausedCopies = 2;

    // The weights, their gradients, and the best weights.
    private const int WeightCopies = 3;

    // During evaluation: the input of a layer, its output, and the input of a residual block.
    private const int EvaluationBuffers = 3;

    /// <summary>Returns the memory of a trial that waits for its next rung, in bytes.</summary>
    public Int128 PausedBytes(JobSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return BytesPerValue * Parameters * (PausedCopies + OptimizerState.ValuesPerParameter(spec.Optimizer));
    }

    /// <summary>Estimates the size of the network that a job trains.</summary>
    /// <param name="spec">The spec of the job. Its network must be valid.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    public static NetworkSize Estimate(JobSpec spec, NetworkInputs inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(inputs);
        var plan = new NetworkPlan(spec.Network, inputs, outputs);
        var (parameters, working, kept, widest) = ((Int128)0, (Int128)0, (Int128)inputs.Width, plan.MaximumWidth);
        foreach (var layer in plan.AllLayers)
        {
            parameters += layer.Parameters;
            working += layer.WorkingValues;
            kept += layer.SavedForBackward * layer.Copies;
        }

        var learned = spec.Training.BatchSize * (kept + 2 * widest);
        var scored = EvaluationBuffers * plan.InferenceBatchSize(spec.Network.Ensemble) * widest;
        var copies = WeightCopies + OptimizerState.ValuesPerParameter(spec.Optimizer)
            + OptimizerState.FactorsPerParameter(spec.Optimizer, spec.Network);
        return new NetworkSize(
            parameters * spec.Network.Ensemble,
            BytesPerValue * spec.Network.Ensemble * (copies * parameters + working + Int128.Max(learned, scored)));
    }
}
