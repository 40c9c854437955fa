using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>The layers of a spec with their widths, the output layer among them: what there is to build, to count and to show.</summary>
internal sealed class NetworkPlan
{
    private const long MostNumbersAtOnce = 1 << 24;
    private const int LeastRowsAtOnce = 32;
    private const int MostRowsAtOnce = 4096;

    private readonly Dictionary<string, string> firstOfShared = new(StringComparer.Ordinal);
    private readonly InitializationSpec initialization;
    private readonly int inputs;

    /// <param name="spec">The layers between inputs and outputs; free of contradictions.</param>
    /// <param name="inputs">Numbers per row that come in.</param>
    /// <param name="outputs">Numbers per row that come out.</param>
    public NetworkPlan(NetworkSpec spec, int inputs, int outputs)
    {
        (initialization, this.inputs) = (spec.Initialization, inputs);
        Layers = Sequence([.. HiddenLayers.Of(spec), new LayerSpec { Linear = outputs }], "", inputs, frozen: false);
    }

    /// <summary>One after another; blocks hold others.</summary>
    public IReadOnlyList<PlannedLayer> Layers { get; }

    /// <summary>Every layer, a block before what it holds.</summary>
    public IEnumerable<PlannedLayer> All => Flat(Layers);

    /// <summary>Numbers that are trained.</summary>
    public Int128 Trained => All.Aggregate((Int128)0, (sum, layer) => sum + layer.Trained);

    /// <summary>Numbers that are kept, trained or not.</summary>
    public Int128 Parameters => All.Aggregate((Int128)0, (sum, layer) => sum + layer.Parameters);

    /// <summary>Multiplications of a row.</summary>
    public Int128 Products => All.Aggregate((Int128)0, (sum, layer) => sum + layer.Products);

    /// <summary>The most numbers that a row has between two layers.</summary>
    public Int128 Widest => All.Max(layer => Int128.Max(inputs, layer.Outputs));

    /// <summary>How many rows go through at once where nothing is learned: fewer the wider the layers, so that memory does not grow with the rows.</summary>
    /// <param name="members">The networks that take them.</param>
    public int RowsAtOnce(int members) => (int)Int128.Clamp(MostNumbersAtOnce / (Widest * members), LeastRowsAtOnce, MostRowsAtOnce);

    private static IEnumerable<PlannedLayer> Flat(IEnumerable<PlannedLayer> layers) =>
        layers.SelectMany(layer => layer is PlannedBlock block ? Flat(block.Layers).Prepend(block) : [layer]);

    private List<PlannedLayer> Sequence(IReadOnlyList<LayerSpec> specs, string prefix, int inputs, bool frozen)
    {
        var layers = new List<PlannedLayer>();
        var width = inputs;
        string? linear = null;
        for (var index = 0; index < specs.Count; index++)
        {
            var (spec, path) = (specs[index], string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}"));
            var isFrozen = frozen || spec.Frozen == true;
            layers.Add(spec switch
            {
                { Linear: { } outputs } => new PlannedLinear(
                    path, width, outputs, spec.Initialization ?? initialization, isFrozen, First(spec.Share, path), IsActivated(specs, index)),
                { Activation: { } activation } => new PlannedActivation(path, width, activation, linear),
                { Dropout: { } rate } => new PlannedDropout(path, width, rate),
                { Normalization: { } normalization } => new PlannedNormalization(path, width, normalization, isFrozen),
                { Block: { } block } => Block(block, spec, path, width, isFrozen),
                _ => throw new ArgumentException($"The layer {path} says nothing.", nameof(specs)),
            });
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

    private PlannedBlock Block(IReadOnlyList<LayerSpec> layers, LayerSpec spec, string path, int width, bool frozen)
    {
        if (spec.Repeat is null or 1)
        {
            return Once(path, width);
        }

        var repeated = new List<PlannedLayer>();
        for (var turn = 0; turn < spec.Repeat; turn++)
        {
            repeated.Add(Once(string.Create(CultureInfo.InvariantCulture, $"{path}.{turn}"), repeated.LastOrDefault()?.Outputs ?? width));
        }

        return new PlannedBlock(path, width, repeated[^1].Outputs, repeated, Residual: false);

        PlannedBlock Once(string at, int inputs)
        {
            var inner = Sequence(layers, at + ".", inputs, frozen);
            return new PlannedBlock(at, inputs, inner.LastOrDefault()?.Outputs ?? inputs, inner, spec.Residual == true);
        }
    }

    private string First(string? share, string path) => share is null || firstOfShared.TryAdd(share, path) ? path : firstOfShared[share];

    /// <summary>Whether the next layer that is no normalization is an activation.</summary>
    private static bool IsActivated(IReadOnlyList<LayerSpec> specs, int linear) =>
        specs.Skip(linear + 1).FirstOrDefault(spec => spec.Normalization is null)?.Activation is not null;
}
