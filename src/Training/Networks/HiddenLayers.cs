using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>The layers that a spec asks for between inputs and outputs: <c>hidden</c> is a short form of <c>layers</c>.</summary>
internal static class HiddenLayers
{
    private const int DefaultWidth = 256;

    public static IReadOnlyList<LayerSpec> Of(NetworkSpec spec)
    {
        if (spec.Layers is { } layers)
        {
            return layers;
        }

        var hidden = spec.Hidden ?? [DefaultWidth];
        return [.. Dropout(spec.InputDropout ?? 0), .. hidden.Index().SelectMany(layer => Hidden(spec, layer.Index, layer.Item))];
    }

    private static IEnumerable<LayerSpec> Hidden(NetworkSpec spec, int index, int width)
    {
        yield return new LayerSpec { Linear = width };
        if (spec.Normalization is not (null or Normalization.None))
        {
            yield return new LayerSpec { Normalization = spec.Normalization };
        }

        yield return new LayerSpec { Activation = spec.Activation ?? Activation.Relu };
        var rate = spec.Dropout switch
        {
            null or [] => 0,
            [var one] => one,
            var each => each[index],
        };
        foreach (var dropout in Dropout(rate))
        {
            yield return dropout;
        }
    }

    private static IEnumerable<LayerSpec> Dropout(double rate) => rate > 0 ? [new LayerSpec { Dropout = rate }] : [];
}
