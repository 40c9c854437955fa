using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Embeddings;

/// <summary>
/// The periodic embeddings of a batched network, as <see cref="PeriodicEmbeddingKind"/> describes them. All numbers of all members go through one
/// batched product. It is the first layer of a network, so nothing before it needs a gradient.
/// </summary>
internal sealed class BatchedPeriodicEmbedding : Layer
{
    // Created once. TensorDataset explains why.
    private static readonly Scalar One = 1;
    private static readonly Scalar FullTurn = 2 * Math.PI;

    private readonly PlannedPeriodicEmbedding plan;
    private readonly LayerContext context;
    private readonly NumberInputs inputs;
    private readonly LayerParameter frequencies;
    private readonly LayerParameter? phases;
    private readonly LayerParameter weight;
    private readonly LayerParameter bias;
    private Saved? saved;

    /// <param name="plan">The layer.</param>
    /// <param name="positions">The positions of the numbers among the inputs, for each member.</param>
    /// <param name="context">What all layers of the network share.</param>
    public BatchedPeriodicEmbedding(PlannedPeriodicEmbedding plan, IReadOnlyList<IReadOnlyList<int>> positions, LayerContext context)
    {
        (this.plan, this.context) = (plan, context);
        inputs = new NumberInputs(positions, plan.Inputs, context.Parameters);
        frequencies = Add(PlannedPeriodicEmbedding.PeriodicPath, false, plan.Numbers, plan.Frequencies);
        phases = plan.IsPbld ? Add(PlannedPeriodicEmbedding.PeriodicPath, true, plan.Numbers, plan.Frequencies) : null;
        weight = Add(PlannedPeriodicEmbedding.LinearPath, false, plan.Numbers * plan.Waves, plan.TrainedOutputs);
        bias = Add(PlannedPeriodicEmbedding.LinearPath, true, plan.Numbers, plan.TrainedOutputs);
        for (var member = 0; member < context.Members; member++)
        {
            DrawInitialValues(member);
        }
    }

    public override bool IsTrained => true;

    public override Tensor Forward(Tensor input)
    {
        // [active · numbers, rows, 1] · [active · numbers, 1, frequencies]
        var numbers = inputs.Numbers(input);
        var x = numbers.transpose(-2, -1).reshape(-1, input.size(-2), 1);
        var turns = PerNumber(frequencies.ValuesFor(input), 1).mul(FullTurn);
        var angles = phases is null ? x.mul(turns) : PerNumber(phases.ValuesFor(input), 1).addcmul(x, turns, One);
        var waves = phases is null ? cat([angles.cos(), angles.sin()], -1) : angles.cos();
        var w = PerNumber(weight.ValuesFor(input), plan.Waves);
        var output = waves.baddbmm(w, PerNumber(bias.ValuesFor(input), 1));
        output = phases is null ? output.relu_() : output;
        saved = context.IsTraining ? new Saved(x, angles, waves, w, output) : null;

        var trained = output.view(-1, plan.Numbers, input.size(-2), plan.TrainedOutputs).transpose(1, 2)
            .reshape([.. input.shape[..^1], plan.Numbers * plan.TrainedOutputs]);
        return phases is null ? cat([trained, inputs.Others(input)], -1) : cat([numbers, trained, inputs.Others(input)], -1);
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var (x, angles, waves, w, output) = saved!;
        var g = gradient.narrow(-1, plan.IsPbld ? plan.Numbers : 0, plan.Numbers * plan.TrainedOutputs)
            .reshape(-1, gradient.size(-2), plan.Numbers, plan.TrainedOutputs).transpose(1, 2)
            .reshape(-1, gradient.size(-2), plan.TrainedOutputs);
        g = plan.IsPbld ? g : Activations.Backward(Activation.Relu, g, output);
        AddGradient(weight, waves.transpose(1, 2).bmm(g));
        AddGradient(bias, g.sum(1));

        var ofAngles = ToAngles(g.bmm(w.transpose(1, 2)), angles, waves);
        AddGradient(frequencies, x.transpose(1, 2).bmm(ofAngles).mul_(FullTurn));
        if (phases is not null)
        {
            AddGradient(phases, ofAngles.sum(1));
        }

        return null;
    }

    /// <summary>Returns the gradient of the angles from that of the waves, which it overwrites.</summary>
    private Tensor ToAngles(Tensor ofWaves, Tensor angles, Tensor waves)
    {
        if (plan.IsPbld)
        {
            return ofWaves.mul_(angles.sin()).neg_();
        }

        // d cos = -sin, d sin = cos
        var (cosines, sines) = (waves.narrow(-1, 0, plan.Frequencies), waves.narrow(-1, plan.Frequencies, plan.Frequencies));
        var ofSines = ofWaves.narrow(-1, plan.Frequencies, plan.Frequencies).mul(cosines);
        return ofSines.sub_(ofWaves.narrow(-1, 0, plan.Frequencies).mul(sines));
    }

    private LayerParameter Add(string path, bool isBias, params long[] shape)
    {
        var parameter = context.Parameters.Add(path, isBias, false, context.Members == 1 ? shape : [context.Members, .. shape]);
        parameter.RateFactor = plan.LearningRateFactor;
        return parameter;
    }

    /// <summary>
    /// Draws a member's values from its own generator, on the CPU: normal frequencies, phases from the whole circle, and weights and biases as
    /// PyTorch's linear layers have them.
    /// </summary>
    private void DrawInitialValues(int member)
    {
        using var scope = NewDisposeScope();
        var (generator, bound) = (context.Random.Members[member].CpuGenerator, 1 / Math.Sqrt(plan.Waves));
        Fill(frequencies, values => values.normal_(0, plan.Std, generator));
        Fill(weight, values => values.uniform_(-bound, bound, generator));
        Fill(bias, values => values.uniform_(-bound, bound, generator));
        if (phases is not null)
        {
            Fill(phases, values => values.uniform_(-Math.PI, Math.PI, generator));
        }

        void Fill(LayerParameter parameter, Func<Tensor, Tensor> draw)
        {
            var own = context.Members == 1 ? parameter.Values : parameter.Values[member];
            own.copy_(draw(empty(own.shape)));
        }
    }

    /// <summary>Returns the values of a parameter as one matrix for each number of each member.</summary>
    private static Tensor PerNumber(Tensor values, int rows) => values.reshape(-1, rows, values.size(-1));

    private void AddGradient(LayerParameter parameter, Tensor ofNumbers)
    {
        long[] shape = [.. parameter.Values.shape[^2..]];
        parameter.AddGradient(ofNumbers.view(context.Members == 1 ? shape : [-1, .. shape]));
    }

    /// <summary>What the backward pass needs. The first dimension of each is active · numbers.</summary>
    private sealed record Saved(Tensor X, Tensor Angles, Tensor Waves, Tensor Weight, Tensor Output);
}
