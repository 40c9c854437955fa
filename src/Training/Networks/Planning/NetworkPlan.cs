using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>
/// The layers of a spec with their widths, including the output layer. Networks are built, counted and shown from this plan.
/// </summary>
internal sealed class NetworkPlan
{
    private const long MaximumValuesPerBatch = 1 << 24;
    private const int MinimumInferenceBatchSize = 32;
    private const int MaximumInferenceBatchSize = 4096;

    private readonly Dictionary<string, string> ownerPaths = new(StringComparer.Ordinal);
    private readonly InitializationSpec initialization;
    private readonly int inputs;
    private int copies = 1;

    /// <param name="spec">The layers between inputs and outputs. It must be valid.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    public NetworkPlan(NetworkSpec spec, NetworkInputs inputs, int outputs)
        : this(spec, [inputs], outputs)
    {
    }

    /// <param name="spec">The layers between inputs and outputs. It must be valid.</param>
    /// <param name="members">The inputs of each member of a batched network. Members with fewer are padded. All have the same columns.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    public NetworkPlan(NetworkSpec spec, IReadOnlyList<NetworkInputs> members, int outputs)
    {
        (initialization, inputs) = (spec.Initialization, members.Max(member => member.Width));
        var first = PlanInputLayers(spec, members);
        var width = first.LastOrDefault()?.Outputs ?? inputs;
        var layers = PlanSequence([.. HiddenLayers.Expand(spec), new LayerSpec { Linear = outputs }], "", width, frozen: false);

        // Each copy of a row has an output layer of its own.
        layers[^1] = (PlannedLinear)layers[^1] with { IsPerCopy = copies > 1 };
        Layers = [.. first, .. layers];
    }

    /// <summary>The layers in order. Blocks contain layers of their own.</summary>
    public IReadOnlyList<PlannedLayer> Layers { get; }

    /// <summary>How many copies of each row the last layers compute; 1 if rows are not copied.</summary>
    public int Copies => copies;

    /// <summary>All layers, also those in blocks. A block comes before its own layers.</summary>
    public IEnumerable<PlannedLayer> AllLayers => Flatten(Layers);

    /// <summary>The rates of the dropout layers, by their paths.</summary>
    internal IReadOnlyDictionary<string, double> DropoutRates =>
        AllLayers.OfType<PlannedDropout>().ToDictionary(layer => layer.Path, layer => layer.Rate, StringComparer.Ordinal);

    /// <summary>The initializations of the linear layers, by their paths.</summary>
    internal IReadOnlyDictionary<string, InitializationSpec> Initializations =>
        AllLayers.OfType<PlannedLinear>().ToDictionary(layer => layer.Path, layer => layer.Initialization, StringComparer.Ordinal);

    /// <summary>The number of trainable values of one network.</summary>
    public Int128 TrainableParameters => AllLayers.Aggregate((Int128)0, (sum, layer) => sum + layer.TrainableParameters);

    /// <summary>The number of parameter values of one network, trainable or frozen.</summary>
    public Int128 Parameters => AllLayers.Aggregate((Int128)0, (sum, layer) => sum + layer.Parameters);

    /// <summary>The number of multiply-add operations per row.</summary>
    public Int128 MultiplyAdds => AllLayers.Aggregate((Int128)0, (sum, layer) => sum + (layer.MultiplyAdds * layer.Copies));

    /// <summary>The largest width: the maximum number of values per row, in all its copies, between two layers or within one.</summary>
    public Int128 MaximumWidth => AllLayers.Max(layer => Int128.Max(inputs, layer.MaximumWidth * layer.Copies));

    /// <summary>
    /// Returns the batch size for evaluation and prediction. Wider layers get smaller batches, so that the memory is limited for any number
    /// of rows.
    /// </summary>
    /// <param name="members">The number of networks that compute each row.</param>
    public int InferenceBatchSize(int members) =>
        (int)Int128.Clamp(MaximumValuesPerBatch / (MaximumWidth * members), MinimumInferenceBatchSize, MaximumInferenceBatchSize);

    private static IEnumerable<PlannedLayer> Flatten(IEnumerable<PlannedLayer> layers) =>
        layers.SelectMany(layer => layer is PlannedBlock block ? Flatten(block.Layers).Prepend(block) : [layer]);

    /// <summary>Returns the layers that know which inputs are numbers and which are categories.</summary>
    private static List<PlannedLayer> PlanInputLayers(NetworkSpec spec, IReadOnlyList<NetworkInputs> members)
    {
        var layers = new List<PlannedLayer>();
        var width = members.Max(member => member.Width);
        if (spec.CategoryDropout is > 0 and var rate)
        {
            layers.Add(new PlannedCategoryDropout(width, members[0].Categories.Count, rate));
        }

        if (spec.PeriodicEmbedding is { } periodic)
        {
            var ofNumbers = PlannedPeriodicEmbedding.Create(periodic, width, members[0].Numbers.Count);
            layers.Add(ofNumbers);
            members = [.. members.Select(ofNumbers.After)];
        }

        if (spec.CategoryEmbedding is { } categories && PlannedCategoryEmbedding.Create(categories, members) is { } ofCategories)
        {
            layers.Add(ofCategories);
        }

        return layers;
    }

    private List<PlannedLayer> PlanSequence(IReadOnlyList<LayerSpec> specs, string prefix, int inputs, bool frozen)
    {
        var layers = new List<PlannedLayer>();
        var width = inputs;
        string? linear = null;
        for (var index = 0; index < specs.Count; index++)
        {
            var (spec, path) = (specs[index], string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}"));
            var isFrozen = frozen || spec.Frozen == true;
            copies = spec.Copies ?? copies;
            PlannedLayer layer = spec switch
            {
                { Linear: { } outputs } => new PlannedLinear(
                    path,
                    width,
                    outputs,
                    spec.Initialization ?? initialization,
                    isFrozen,
                    ResolveOwnerPath(spec.Share, path),
                    IsFollowedByActivation(specs, index)),
                { Activation: { } activation } => new PlannedActivation(path, width, activation, linear, spec.Parametric, isFrozen),
                { Dropout: { } rate } => new PlannedDropout(path, width, rate),
                { Normalization: { } normalization } => new PlannedNormalization(path, width, normalization, isFrozen),
                { Scale: { } factor } => new PlannedScale(path, width, factor, isFrozen),
                { Copies: not null } => new PlannedCopies(path, width, isFrozen),
                { Block: { } block } => PlanBlock(block, spec, path, width, isFrozen),
                _ => throw new ArgumentException($"The layer {path} has no kind.", nameof(specs)),
            };
            layers.Add(layer with { Copies = copies });
            width = layers[^1].Outputs;
            linear = layers[^1] switch
            {
                PlannedLinear => path,
                PlannedNormalization => linear,
                _ => null,
            };
        }

        return layers;
    }

    private PlannedBlock PlanBlock(IReadOnlyList<LayerSpec> layers, LayerSpec spec, string path, int width, bool frozen)
    {
        if (spec.Repeat is null or 1)
        {
            return Once(path, width);
        }

        var repeated = new List<PlannedLayer>();
        for (var repetition = 0; repetition < spec.Repeat; repetition++)
        {
            repeated.Add(Once(string.Create(CultureInfo.InvariantCulture, $"{path}.{repetition}"), repeated.LastOrDefault()?.Outputs ?? width));
        }

        return new PlannedBlock(path, width, repeated[^1].Outputs, repeated, IsResidual: false);

        PlannedBlock Once(string blockPath, int inputs)
        {
            var inner = PlanSequence(layers, blockPath + ".", inputs, frozen);
            return new PlannedBlock(blockPath, inputs, inner.LastOrDefault()?.Outputs ?? inputs, inner, spec.Residual == true);
        }
    }

    /// <summary>Returns the path of the layer that owns the parameters: the first layer with the same share name, or the layer itself.</summary>
    private string ResolveOwnerPath(string? share, string path) => share is null || ownerPaths.TryAdd(share, path) ? path : ownerPaths[share];

    /// <summary>Whether the next layer is an activation. Normalizations between them are skipped.</summary>
    private static bool IsFollowedByActivation(IReadOnlyList<LayerSpec> specs, int linear) =>
        specs.Skip(linear + 1).FirstOrDefault(spec => spec.Normalization is null)?.Activation is not null;
}
