using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>An activation layer of a batched network. Prelu has one learned slope for each member.</summary>
internal sealed class BatchedActivation : nn.Module<Tensor, Tensor>
{
    private readonly Activation activation;
    private readonly string? linearPath;
    private readonly ActivationHook activationHook;
    private readonly Parameter? weight;

    public BatchedActivation(PlannedActivation plan, LayerContext context)
        : base(nameof(BatchedActivation))
    {
        (activation, linearPath, activationHook) = (plan.Activation, plan.LinearPath, context.ActivationHook);
        if (activation == Activation.Prelu)
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            var members = context.Random.Members.Count;
            long[] shape = members == 1 ? [1] : [members, 1, 1];
            weight = context.Parameters.Add(plan.Path, isBias: false, isFrozen: false, shape);
            weight.fill_(Activations.InitialPreluSlope);
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        activationHook.Record(linearPath, weight is null ? Activations.Apply(activation, input) : Prelu(input, weight));

    /// <summary>Computes max(0, x) + a·min(0, x).</summary>
    private static Tensor Prelu(Tensor input, Tensor slopes)
    {
        var slope = slopes.dim() == 1 || slopes.size(0) == input.size(0) ? slopes : slopes.narrow(0, 0, input.size(0));
        return input.relu().sub(input.neg().relu().mul(slope));
    }
}
