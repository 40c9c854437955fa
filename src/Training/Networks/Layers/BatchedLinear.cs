using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// A linear layer of a batched network: each member computes y = W·x + b with its own W and b. With several members, the parameters have
/// the shapes [members, outputs, inputs] and [members, outputs, 1]. With one member, they have PyTorch's shapes [outputs, inputs] and
/// [outputs], because a plain matrix product is faster than a batched one.
/// </summary>
internal sealed class BatchedLinear : nn.Module<Tensor, Tensor>
{
    private readonly int members;
    private readonly ScalarType computeType;
    private readonly ActivationHook? activationHook;
    private readonly string path;
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>
    /// Draws each member's weights from its own generator, on the CPU, so that a seed gives the same initial weights on every device.
    /// </summary>
    /// <param name="plan">The layer.</param>
    /// <param name="inputs">The number of inputs per row of each member. If members differ, the inputs are padded to the largest number.</param>
    /// <param name="context">What all layers of the network share.</param>
    public BatchedLinear(PlannedLinear plan, IReadOnlyList<int> inputs, LayerContext context)
        : base(nameof(BatchedLinear))
    {
        var (random, parameters, outputs) = (context.Random.Members, context.Parameters, plan.Outputs);
        (members, path, activationHook) = (random.Count, plan.OwnerPath, plan.IsFollowedByActivation ? null : context.ActivationHook);
        computeType = context.Precision == Precision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        weight = members == 1
            ? parameters.Add(path, false, plan.IsFrozen, outputs, inputs[0])
            : parameters.Add(path, false, plan.IsFrozen, members, outputs, inputs.Max());
        bias = members == 1 ? parameters.Add(path, true, plan.IsFrozen, outputs) : parameters.Add(path, true, plan.IsFrozen, members, outputs, 1);
        RegisterComponents();

        using var off = no_grad();
        for (var member = 0; member < members; member++)
        {
            using var scope = NewDisposeScope();
            var (ownWeight, ownBias) = (empty(outputs, inputs[member]), empty(outputs));
            Initializer.Fill(plan.Initialization, ownWeight, ownBias, random[member].CpuGenerator);
            (members == 1 ? weight : weight[member]).narrow(1, 0, inputs[member]).copy_(ownWeight);
            (members == 1 ? bias : bias[member].view(-1)).copy_(ownBias);
        }
    }

    /// <summary>Computes the outputs for [rows, inputs] of one member, or for [active, rows, inputs] of the first members.</summary>
    public override Tensor forward(Tensor input)
    {
        var output = computeType == ScalarType.Float32
            ? ComputeProduct(input, weight, bias)
            : ComputeProduct(input.to(computeType), weight.to(computeType), bias.to(computeType)).to(ScalarType.Float32);
        return activationHook?.Record(path, output) ?? output;
    }

    private Tensor ComputeSmall(Tensor input)
    {
        var output = empty(input.size(0), bias.size(0));
        SmallMatrixProduct.Compute(Numbers(input), Numbers(weight), Numbers(bias), Numbers(output));
        return output;

        static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
    }

    private Tensor ComputeProduct(Tensor input, Tensor weight, Tensor bias)
    {
        if (members == 1)
        {
            return is_inference_mode_enabled() && input.device_type == DeviceType.CPU && SmallMatrixProduct.IsFasterFor(input.size(0))
                ? ComputeSmall(input)
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
