using LearnML.Contracts;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>An activation layer of a batched network. Prelu has one learned slope for each member.</summary>
internal sealed class StackActivation : nn.Module<Tensor, Tensor>
{
    private readonly Activation activation;
    private readonly string? of;
    private readonly LayerProbe probe;
    private readonly Parameter? weight;

    public StackActivation(PlannedActivation plan, StackSite site)
        : base(nameof(StackActivation))
    {
        (activation, of, probe) = (plan.Activation, plan.Of, site.Probe);
        if (activation == Activation.Prelu)
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            var members = site.Random.Members.Count;
            weight = members == 1 ? site.Parameters.Add(plan.Path, false, false, 1) : site.Parameters.Add(plan.Path, false, false, members, 1, 1);
            weight.fill_(Activations.PreluSlope);
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => probe.Look(of, weight is null ? Activations.Apply(activation, input) : Prelu(input, weight));

    /// <summary>Computes max(0, x) + a·min(0, x).</summary>
    private static Tensor Prelu(Tensor input, Tensor slopes)
    {
        var slope = slopes.dim() == 1 || slopes.size(0) == input.size(0) ? slopes : slopes.narrow(0, 0, input.size(0));
        return input.relu().sub(input.neg().relu().mul(slope));
    }
}
