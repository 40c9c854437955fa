using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>Reads the layers between inputs and outputs from a spec, which lists them in <c>layers</c> or in the short form <c>hidden</c>.</summary>
internal static class HiddenLayers
{
    /// <summary>Returns the layers. If the spec has neither <c>layers</c> nor <c>hidden</c>, these are its default hidden layers.</summary>
    public static IReadOnlyList<LayerSpec> Expand(NetworkSpec spec)
    {
        if (spec.Layers is { } layers)
        {
            return layers;
        }

        var hidden = spec.Hidden ?? NetworkSpec.DefaultHidden;
        IEnumerable<LayerSpec> scale = spec.InputScale is { } factor ? [new LayerSpec { Scale = factor }] : [];
        IEnumerable<LayerSpec> copies = spec.Copies is { } count ? [new LayerSpec { Copies = count }] : [];
        return
        [
            .. scale,
            .. copies,
            .. DropoutLayers(spec.InputDropout ?? 0),
            .. hidden.Index().SelectMany(layer => ExpandHidden(spec, layer.Index, layer.Item)),
        ];
    }

    private static IEnumerable<LayerSpec> ExpandHidden(NetworkSpec spec, int index, int width)
    {
        yield return new LayerSpec { Linear = width };
        if (spec.Normalization is not (null or Normalization.None))
        {
            yield return new LayerSpec { Normalization = spec.Normalization };
        }

        yield return new LayerSpec { Activation = spec.Activation ?? NetworkSpec.DefaultActivation, Parametric = spec.ParametricActivation };
        var rate = spec.Dropout switch
        {
            null or [] => 0,
            [var one] => one,
            var each => each[index],
        };
        foreach (var dropout in DropoutLayers(rate))
        {
            yield return dropout;
        }
    }

    private static IEnumerable<LayerSpec> DropoutLayers(double rate) => rate > 0 ? [new LayerSpec { Dropout = rate }] : [];
}
