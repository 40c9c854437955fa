using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>How large a network is, known before it is built.</summary>
/// <param name="Parameters">Numbers to keep, trained or not, of every network of an ensemble.</param>
/// <param name="TrainingBytes">
/// Memory to train it, in bytes: weights, gradients, the best epoch's copy and what the optimizer remembers; and for one
/// batch what every layer keeps for the backward pass, and the gradients of the widest, or the rows that are scored at once,
/// whichever is more; of every network of an ensemble.
/// </param>
public readonly record struct NetworkSize(Int128 Parameters, Int128 TrainingBytes)
{
    private const int BytesPerNumber = sizeof(float);

    // What comes into a layer, what comes out, and a residual block's input.
    private const int ScoredCopies = 3;

    /// <summary>The size of the network that <paramref name="spec"/> trains from a number of inputs to one of outputs.</summary>
    public static NetworkSize Of(JobSpec spec, int inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var plan = new NetworkPlan(spec.Network, inputs, outputs);
        var (parameters, kept, widest) = ((Int128)0, (Int128)inputs, plan.Widest);
        foreach (var layer in plan.All)
        {
            parameters += layer.Parameters;
            kept += layer.Kept;
        }

        var learned = spec.Training.BatchSize * (kept + 2 * widest);
        var scored = ScoredCopies * plan.RowsAtOnce(spec.Network.Ensemble) * widest;
        var copies = spec.Optimizer switch
        {
            { Kind: OptimizerKind.Adam or OptimizerKind.AdamW or OptimizerKind.Adadelta } => 5,
            { Kind: OptimizerKind.RmsProp or OptimizerKind.Adagrad } or { Momentum: > 0 } => 4,
            _ => 3,
        };
        return new NetworkSize(
            parameters * spec.Network.Ensemble,
            BytesPerNumber * spec.Network.Ensemble * (copies * parameters + Int128.Max(learned, scored)));
    }
}
