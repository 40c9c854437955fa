using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// A linear layer in which each copy of a row has weights and biases of its own: [rows x copies, inputs] becomes [rows x copies, outputs], or with
/// several members [members, rows x copies, ...]. The parameters have the shapes of a linear layer with copies x outputs outputs, copy by copy.
/// </summary>
internal sealed class BatchedCopyLinear : Layer
{
    private readonly LayerContext context;
    private readonly PlannedLinear plan;
    private readonly IReadOnlyList<int> inputs;
    private readonly ActivationHook? activationHook;
    private readonly bool isBfloat16;
    private readonly LayerParameter weight;
    private readonly LayerParameter bias;
    private (Tensor Input, Tensor Weight)? saved;

    /// <param name="plan">The layer.</param>
    /// <param name="inputs">The number of inputs per row of each member. If members differ, the inputs are padded to the largest number.</param>
    /// <param name="context">What all layers of the network share.</param>
    public BatchedCopyLinear(PlannedLinear plan, IReadOnlyList<int> inputs, LayerContext context)
    {
        (this.plan, this.inputs, this.context) = (plan, inputs, context);
        activationHook = plan.IsFollowedByActivation ? null : context.ActivationHook;
        isBfloat16 = context.Precision == Precision.Bfloat16;
        var (members, outputs, parameters) = (context.Members, plan.Copies * plan.Outputs, context.Parameters);
        long[] weightShape = members == 1 ? [outputs, inputs[0]] : [members, outputs, inputs.Max()];
        long[] biasShape = members == 1 ? [outputs] : [members, 1, outputs];
        weight = parameters.Add(plan.Path, false, plan.IsFrozen, weightShape);
        weight.Inputs = inputs;
        bias = parameters.Add(plan.Path, true, plan.IsFrozen, biasShape);
        ForEachCopy((member, _, ownWeight, ownBias) =>
        {
            var (drawnWeight, drawnBias) = (empty(ownWeight.shape), empty(ownBias.shape));
            Initializer.Fill(context.InitializationOf(plan, member), drawnWeight, drawnBias, context.Random.Members[member].CpuGenerator);
            ownWeight.copy_(drawnWeight);
            ownBias.copy_(drawnBias);
        });
    }

    public override bool IsTrained => weight.IsTrained;

    public override Tensor Forward(Tensor input)
    {
        if (context.IsInitializing && plan.Initialization.Kind == InitializationKind.DataDriven)
        {
            FitInitialParameters(input);
        }

        var x = SplitCopies(ToProductType(input));
        var w = ToProductType(weight.ValuesFor(input)).reshape(-1, plan.Outputs, weight.Values.size(-1));
        saved = context.IsTraining ? (x, w) : null;
        var b = ToProductType(bias.ValuesFor(input)).reshape(-1, 1, plan.Outputs);
        var output = JoinCopies(x.baddbmm(w.transpose(1, 2), b), input);
        output = isBfloat16 ? output.to(bias.Values.dtype) : output;
        return activationHook is null ? output : activationHook.Record(plan.Path, output);
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var (x, w) = saved!.Value;
        var y = SplitCopies(ToProductType(gradient));
        if (IsTrained)
        {
            weight.AddGradient(y.transpose(1, 2).bmm(x).view(ActiveShape(weight, gradient)));
            bias.AddGradient(SplitCopies(gradient).sum(1).view(ActiveShape(bias, gradient)));
        }

        if (!needsInputGradient)
        {
            return null;
        }

        var ofInput = JoinCopies(y.bmm(w), gradient);
        return isBfloat16 ? ofInput.to(gradient.dtype) : ofInput;
    }

    /// <summary>Fits the parameters of each member and copy to its own rows.</summary>
    private void FitInitialParameters(Tensor input) => ForEachCopy((member, copy, ownWeight, ownBias) =>
    {
        var all = context.Members == 1 ? input : input[member].narrow(0, 0, context.Random.BatchRows[member] * plan.Copies);
        var rows = all.view(-1, plan.Copies, input.size(-1)).select(1, copy).narrow(1, 0, inputs[member]);
        var fittedBias = plan.Initialization.Bias is null ? ownBias : null;
        DataDrivenInitializer.Fit(ownWeight, fittedBias, rows, context.Random.Members[member].CpuGenerator);
    });

    private void ForEachCopy(Action<int, int, Tensor, Tensor> action)
    {
        for (var member = 0; member < context.Members; member++)
        {
            for (var copy = 0; copy < plan.Copies; copy++)
            {
                using var scope = NewDisposeScope();
                var ownWeight = context.Members == 1 ? weight.Values : weight.Values[member];
                var ownBias = context.Members == 1 ? bias.Values : bias.Values[member].view(-1);
                var start = (long)copy * plan.Outputs;
                action(
                    member, copy, ownWeight.narrow(0, start, plan.Outputs).narrow(1, 0, inputs[member]), ownBias.narrow(0, start, plan.Outputs));
            }
        }
    }

    /// <summary>Returns [members x copies, rows, units].</summary>
    private Tensor SplitCopies(Tensor values)
    {
        var units = values.size(-1);
        return context.Members == 1
            ? values.view(-1, plan.Copies, units).transpose(0, 1)
            : values.view(values.size(0), -1, plan.Copies, units).transpose(1, 2).flatten(0, 1);
    }

    /// <summary>Undoes <see cref="SplitCopies"/>.</summary>
    /// <param name="values">[members x copies, rows, units].</param>
    /// <param name="like">Has the first dimensions of the result.</param>
    private Tensor JoinCopies(Tensor values, Tensor like)
    {
        var (rows, units) = (values.size(1), values.size(2));
        return context.Members == 1
            ? values.transpose(0, 1).reshape(-1, units)
            : values.view(like.size(0), plan.Copies, rows, units).transpose(1, 2).reshape(like.size(0), -1, units);
    }

    /// <summary>Returns the shape of a parameter of the members in the input.</summary>
    private long[] ActiveShape(LayerParameter parameter, Tensor input) =>
        context.Members == 1 ? parameter.Values.shape : [input.size(0), .. parameter.Values.shape[1..]];

    private Tensor ToProductType(Tensor values) => isBfloat16 ? values.to(ScalarType.BFloat16) : values;
}
