using LearnML.Api.Requests;

namespace LearnML.Api.Specs.Networks;

/// <summary>Checks that linear layers with the same weights are alike.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class SharedWeightsCheck(FieldErrors errors)
{
    private const int MaximumNameLength = 100;

    private readonly Dictionary<string, SharedLayer> firstByName = new(StringComparer.Ordinal);

    /// <summary>Compares a layer with the first one of the same name.</summary>
    /// <param name="name">The name of the weights.</param>
    /// <param name="layer">The layer.</param>
    public void Check(string name, SharedLayer layer)
    {
        errors.Require(
            name.Length is > 0 and <= MaximumNameLength, layer.Field + ".share", $"must have 1 to {MaximumNameLength} characters");
        if (firstByName.TryAdd(name, layer))
        {
            return;
        }

        var first = firstByName[name];
        errors.Require(first.Outputs == layer.Outputs && first.Inputs == layer.Inputs, layer.Field + ".linear",
            $"shares '{name}' with {first.Field}, which maps {LayerWidth.Describe(first.Inputs)} to {first.Outputs}, "
                + $"but here it would map {LayerWidth.Describe(layer.Inputs)} to {layer.Outputs}");
        errors.Require(first.IsFrozen == layer.IsFrozen, layer.Field + ".share", $"'{name}' is frozen in one use and not in the other");
        errors.Require(first.Initialization == layer.Initialization, layer.Field + ".initialization",
            $"must be the same as for '{name}' at {first.Field}");
    }
}
