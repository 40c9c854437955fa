using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// A linear layer of a batched network: each member computes y = x·Wᵀ + b with its own W and b. With several members, the parameters have
/// the shapes [members, outputs, inputs] and [members, 1, outputs]. With one member, they have PyTorch's shapes [outputs, inputs] and
/// [outputs], because a plain matrix product is faster than a batched one.
/// </summary>
internal sealed class BatchedLinear : Layer
{
    private readonly LayerContext context;
    private readonly ActivationHook? activationHook;
    private readonly string path;
    private readonly IReadOnlyList<int> inputs;
    private readonly InitializationSpec initialization;
    private readonly bool isSingle;
    private readonly bool isBfloat16;
    private readonly int copies;
    private readonly LayerParameter weight;
    private readonly LayerParameter bias;
    private bool isFirstUse = true;
    private Tensor? savedInput;
    private Tensor? savedWeight;

    /// <summary>
    /// Draws each member's weights from its own generator, on the CPU, so that a seed gives the same initial weights on every device.
    /// </summary>
    /// <param name="plan">The layer.</param>
    /// <param name="inputs">The number of inputs per row of each member. If members differ, the inputs are padded to the largest number.</param>
    /// <param name="context">What all layers of the network share.</param>
    public BatchedLinear(PlannedLinear plan, IReadOnlyList<int> inputs, LayerContext context)
    {
        (this.inputs, initialization, copies) = (inputs, plan.Initialization, plan.Copies);
        (this.context, path, activationHook) = (context, plan.OwnerPath, plan.IsFollowedByActivation ? null : context.ActivationHook);
        (isSingle, isBfloat16) = (context.Members == 1, context.Precision == Precision.Bfloat16);
        var (members, outputs, parameters) = (context.Members, plan.Outputs, context.Parameters);
        weight = isSingle
            ? parameters.Add(path, false, plan.IsFrozen, outputs, inputs[0])
            : parameters.Add(path, false, plan.IsFrozen, members, outputs, inputs.Max());
        weight.Inputs = inputs;
        bias = isSingle ? parameters.Add(path, true, plan.IsFrozen, outputs) : parameters.Add(path, true, plan.IsFrozen, members, 1, outputs);

        for (var member = 0; member < members; member++)
        {
            using var scope = NewDisposeScope();
            var (ownWeight, ownBias) = (empty(outputs, inputs[member]), empty(outputs));
            Initializer.Fill(context.InitializationOf(plan, member), ownWeight, ownBias, context.Random.Members[member].CpuGenerator);
            (isSingle ? weight.Values : weight.Values[member]).narrow(1, 0, inputs[member]).copy_(ownWeight);
            (isSingle ? bias.Values : bias.Values[member].view(-1)).copy_(ownBias);
        }
    }

    public override bool IsTrained => weight.IsTrained;

    /// <summary>Returns another layer with the same parameters.</summary>
    public BatchedLinear Share()
    {
        var shared = (BatchedLinear)MemberwiseClone();
        shared.isFirstUse = false;
        return shared;
    }

    public override Tensor Forward(Tensor input)
    {
        if (context.IsInitializing && isFirstUse && initialization.Kind == InitializationKind.DataDriven)
        {
            FitInitialParameters(input);
        }

        var x = ToProductType(input);
        var w = ToProductType(weight.ValuesFor(input));
        (savedInput, savedWeight) = context.IsTraining ? (x, w) : (null, null);
        var output = ComputeProduct(x, w, ToProductType(bias.ValuesFor(input)));
        output = isBfloat16 ? output.to(bias.Values.dtype) : output;
        return activationHook is null ? output : activationHook.Record(path, output);
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var y = ToProductType(gradient);
        if (IsTrained)
        {
            AddGradients(gradient, y);
        }

        if (!needsInputGradient)
        {
            return null;
        }

        var ofInput = isSingle ? y.mm(savedWeight!) : y.bmm(savedWeight!);
        return isBfloat16 ? ofInput.to(gradient.dtype) : ofInput;
    }

    /// <summary>Fits the parameters of each member to its own rows.</summary>
    private void FitInitialParameters(Tensor input)
    {
        for (var member = 0; member < context.Members; member++)
        {
            var rows = isSingle ? input : input[member].narrow(0, 0, context.Random.BatchRows[member] * copies);
            var ownWeight = (isSingle ? weight.Values : weight.Values[member]).narrow(1, 0, inputs[member]);
            var ownBias = initialization.Bias is null ? isSingle ? bias.Values : bias.Values[member].view(-1) : null;
            DataDrivenInitializer.Fit(ownWeight, ownBias, rows.narrow(1, 0, inputs[member]), context.Random.Members[member].CpuGenerator);
        }
    }

    /// <summary>Computes the gradients yᵀ·x of the weights and Σ y of the biases.</summary>
    private void AddGradients(Tensor gradient, Tensor y)
    {
        if (!isSingle)
        {
            weight.AddGradient(y.transpose(1, 2).bmm(savedInput!));
            bias.AddGradient(gradient.sum(1, keepdim: true));
            return;
        }

        if (isBfloat16)
        {
            weight.AddGradient(y.t().mm(savedInput!));
        }
        else
        {
            weight.AddProduct(y.t(), savedInput!);
        }

        bias.AddGradient(gradient.sum([0]));
    }

    private Tensor ComputeProduct(Tensor x, Tensor w, Tensor b)
    {
        if (!isSingle)
        {
            return x.baddbmm(w.transpose(1, 2), b);
        }

        return !context.IsTraining && SmallMatrixProduct.IsFasterFor(x.size(0)) && x.device_type == DeviceType.CPU && is_inference_mode_enabled()
            ? ComputeSmall(x)
            : nn.functional.linear(x, w, b);
    }

    private Tensor ComputeSmall(Tensor x)
    {
        var output = empty(x.size(0), bias.Values.size(0));
        SmallMatrixProduct.Compute(Numbers(x), Numbers(weight.Values), Numbers(bias.Values), Numbers(output));
        return output;

        static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
    }

    private Tensor ToProductType(Tensor values) => isBfloat16 ? values.to(ScalarType.BFloat16) : values;
}
