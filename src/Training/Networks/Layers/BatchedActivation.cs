using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>An activation layer of a batched network. Prelu has one learned slope for each member.</summary>
internal sealed class BatchedActivation : Layer
{
    // Created once. TensorDataset explains why.
    private static readonly Scalar Zero = 0;

    private readonly PlannedActivation plan;
    private readonly LayerContext context;
    private readonly LayerParameter? slopes;
    private Tensor? saved;

    public BatchedActivation(PlannedActivation plan, LayerContext context)
    {
        (this.plan, this.context) = (plan, context);
        if (plan.Activation == Activation.Prelu)
        {
            using var scope = NewDisposeScope();
            long[] shape = context.Members == 1 ? [1] : [context.Members, 1, 1];
            slopes = context.Parameters.Add(plan.Path, isBias: false, isFrozen: false, shape);
            slopes.Values.copy_(tensor(Activations.InitialPreluSlope));
        }
    }

    public override bool IsTrained => slopes is not null;

    public override Tensor Forward(Tensor input)
    {
        // Nothing else uses the outputs of a linear layer or a normalization, so they are overwritten.
        var isDerivedFromOutput = slopes is null && Activations.IsDerivedFromOutput(plan.Activation);
        var output = slopes is null
            ? Activations.Apply(plan.Activation, input, inPlace: isDerivedFromOutput && plan.LinearPath is not null)
            : input.mul(Slope(input, slopes.ValuesFor(input)));
        saved = context.IsTraining ? isDerivedFromOutput ? output : input : null;
        return context.ActivationHook.Record(plan.LinearPath, output);
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        if (slopes is null)
        {
            return Activations.Backward(plan.Activation, gradient, saved!);
        }

        var negative = gradient.mul(saved!.clamp_max(Zero));

        // Row by row and then over the rows: a sum in one go would depend on the number of threads.
        var sum = negative.sum(-1).sum(-1);
        slopes.AddGradient(context.Members == 1 ? sum.view(1) : sum.view(-1, 1, 1));
        return needsInputGradient ? gradient.mul_(Slope(saved, slopes.ValuesFor(saved))) : null;
    }

    /// <summary>Returns 1 for positive inputs, and the learned slope for the others.</summary>
    private static Tensor Slope(Tensor input, Tensor slopes) => where(input.gt(Zero), ones_like(slopes), slopes);
}
