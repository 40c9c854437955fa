using System.Runtime.InteropServices;
using LearnML.Contracts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// A linear layer of a batched network: each member computes y = W·x + b with its own W and b. With several members, the parameters have
/// the shapes [members, outputs, inputs] and [members, outputs, 1]. With one member, they have PyTorch's shapes [outputs, inputs] and
/// [outputs], because a plain matrix product is faster than a batched one.
/// </summary>
internal sealed class StackLinear : nn.Module<Tensor, Tensor>
{
    private readonly int members;
    private readonly ScalarType computed;
    private readonly LayerProbe? probe;
    private readonly string path;
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>
    /// Draws each member's weights from its own generator, on the CPU, so that a seed gives the same initial weights on every device.
    /// </summary>
    /// <param name="plan">The layer.</param>
    /// <param name="inputs">The number of inputs per row of each member. If members differ, the inputs are padded to the largest number.</param>
    /// <param name="builder">What all layers of the network share.</param>
    public StackLinear(PlannedLinear plan, IReadOnlyList<int> inputs, StackSite builder)
        : base(nameof(StackLinear))
    {
        var (random, parameters, outputs) = (builder.Random.Members, builder.Parameters, plan.Outputs);
        (members, path, probe) = (random.Count, plan.First, plan.FollowedByActivation ? null : builder.Probe);
        computed = builder.Precision == Precision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        weight = members == 1
            ? parameters.Add(path, false, plan.Frozen, outputs, inputs[0])
            : parameters.Add(path, false, plan.Frozen, members, outputs, inputs.Max());
        bias = members == 1 ? parameters.Add(path, true, plan.Frozen, outputs) : parameters.Add(path, true, plan.Frozen, members, outputs, 1);
        RegisterComponents();

        using var off = no_grad();
        for (var member = 0; member < members; member++)
        {
            using var scope = NewDisposeScope();
            var (ownWeight, ownBias) = (empty(outputs, inputs[member]), empty(outputs));
            Initializer.Fill(plan.Initialization, ownWeight, ownBias, random[member].OnCpu);
            (members == 1 ? weight : weight[member]).narrow(1, 0, inputs[member]).copy_(ownWeight);
            (members == 1 ? bias : bias[member].view(-1)).copy_(ownBias);
        }
    }

    /// <summary>Computes the outputs for [rows, inputs] of one member, or for [active, rows, inputs] of the first members.</summary>
    public override Tensor forward(Tensor input)
    {
        var output = computed == ScalarType.Float32
            ? Product(input, weight, bias)
            : Product(input.to(computed), weight.to(computed), bias.to(computed)).to(ScalarType.Float32);
        return probe?.Look(path, output) ?? output;
    }

    private Tensor Small(Tensor input)
    {
        var output = empty(input.size(0), bias.size(0));
        SmallProduct.Compute(Numbers(input), Numbers(weight), Numbers(bias), Numbers(output));
        return output;

        static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
    }

    private Tensor Product(Tensor input, Tensor weight, Tensor bias)
    {
        if (members == 1)
        {
            return is_inference_mode_enabled() && input.device_type == DeviceType.CPU && SmallProduct.Pays(input.size(0))
                ? Small(input)
                : nn.functional.linear(input, weight, bias);
        }

        // W·xᵀ, not x·Wᵀ: the gradient of W then needs no transposed copy. In narrow layers that copy would take most of the time.
        var active = input.size(0);
        var transposed = input.transpose(1, 2);
        return (active == members
            ? weight.baddbmm(transposed, bias)
            : weight.narrow(0, 0, active).baddbmm(transposed, bias.narrow(0, 0, active))).transpose(1, 2);
    }
}
