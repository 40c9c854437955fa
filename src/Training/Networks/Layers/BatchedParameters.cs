using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// The parameters and running statistics of a batched network. All trained values are one block, [members, values], and so are their
/// gradients. So the optimizer updates all parameters of all members with one set of operations.
/// </summary>
internal sealed class BatchedParameters : IDisposable
{
    private readonly List<LayerParameter> all = [];
    private readonly List<(string Name, Tensor Tensor)> statistics = [];
    private readonly List<Tensor> constants = [];
    private Tensor? gradients;
    private long usedValues;

    /// <param name="members">The number of members of the batched network.</param>
    /// <param name="count">The number of trained values of each member.</param>
    /// <param name="device">The device of the tensors.</param>
    /// <param name="type">The type of all numbers.</param>
    public BatchedParameters(int members, long count, Device device, ScalarType type) =>
        Values = zeros(members, count, type, device).DetachFromDisposeScope();

    /// <summary>The trained values, [members, values].</summary>
    public Tensor Values { get; }

    /// <summary>The gradients of the last backward pass, [members, values].</summary>
    public Tensor Gradients => gradients ?? throw new InvalidOperationException("Call BeginTraining first.");

    /// <summary>The trained parameters.</summary>
    public IEnumerable<LayerParameter> Trained => all.Where(parameter => parameter.IsTrained);

    /// <summary>The parameters, and then the running statistics, with PyTorch's names. With several members, the first dimension is theirs.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> StateDict =>
        all.Select(parameter => (parameter.Layer + (parameter.IsBias ? ".bias" : ".weight"), parameter.Values)).Concat(statistics);

    /// <summary>The number of parameter values of all members, trained or frozen.</summary>
    public long Count => all.Sum(parameter => parameter.Values.numel());

    /// <summary>Creates a parameter of zeros.</summary>
    /// <param name="layer">The path of its layer.</param>
    /// <param name="isBias">Whether it is a bias, not a weight.</param>
    /// <param name="isFrozen">Whether it is not trained.</param>
    /// <param name="shape">Its shape.</param>
    public LayerParameter Add(string layer, bool isBias, bool isFrozen, params long[] shape)
    {
        using var scope = NewDisposeScope();
        var values = isFrozen ? zeros(shape, Values.dtype, Values.device) : Part(Values, usedValues, shape);
        usedValues += isFrozen ? 0 : CountPerMember(values);
        all.Add(new LayerParameter(layer, isBias, isFrozen, values.DetachFromDisposeScope()));
        return all[^1];
    }

    /// <summary>Creates a running statistic, which is not trained.</summary>
    public Tensor AddStatistic(string name, float value, params long[] shape)
    {
        var statistic = full(shape, value, Values.dtype, Values.device).DetachFromDisposeScope();
        statistics.Add((name, statistic));
        return statistic;
    }

    /// <summary>Keeps a tensor that is neither trained nor saved, and disposes it with the parameters.</summary>
    public Tensor AddConstant(Tensor constant)
    {
        constants.Add(constant.DetachFromDisposeScope());
        return constant;
    }

    /// <summary>Creates the gradients, which need as much memory as the values.</summary>
    public void BeginTraining()
    {
        if (gradients is not null)
        {
            return;
        }

        using var scope = NewDisposeScope();
        gradients = zeros_like(Values).DetachFromDisposeScope();
        long start = 0;
        foreach (var parameter in Trained)
        {
            parameter.Gradient = Part(gradients, start, parameter.Values.shape).DetachFromDisposeScope();
            start += CountPerMember(parameter.Values);
        }
    }

    /// <summary>Returns the gradients of each trained layer, [members, values].</summary>
    public IEnumerable<(string Layer, Tensor Gradients)> GradientsByLayer()
    {
        long start = 0;
        foreach (var layer in Trained.GroupBy(parameter => parameter.Layer))
        {
            var count = layer.Sum(parameter => CountPerMember(parameter.Values));
            yield return (layer.Key, Gradients.narrow(1, start, count).DetachFromDisposeScope());
            start += count;
        }
    }

    /// <summary>Forgets the gradients of the last backward pass. Those of members without rows in the next one become 0.</summary>
    /// <param name="active">The number of members that have rows.</param>
    public void ClearGradients(long active)
    {
        if (active < Values.size(0))
        {
            Gradients.narrow(0, active, Values.size(0) - active).zero_();
        }

        foreach (var parameter in all)
        {
            parameter.ClearGradient();
        }
    }

    /// <summary>Returns [values], a factor for each value of the trained parameters.</summary>
    public Tensor CreateFactors(Func<LayerParameter, double> factorOf)
    {
        using var scope = NewDisposeScope();
        var parts = Trained.Select(parameter => full(CountPerMember(parameter.Values), (float)factorOf(parameter), device: Values.device));
        return cat([.. parts]).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in StateDict.Select(named => named.Tensor).Append(Values).Concat(constants))
        {
            tensor.Dispose();
        }

        foreach (var parameter in Trained.Where(_ => gradients is not null))
        {
            parameter.Gradient.Dispose();
        }

        gradients?.Dispose();
    }

    private static Tensor Part(Tensor block, long start, long[] shape) =>
        block.narrow(1, start, shape.Aggregate((product, length) => product * length) / block.size(0)).view(shape);

    private long CountPerMember(Tensor values) => values.numel() / Values.size(0);
}
