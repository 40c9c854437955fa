using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Networks;

/// <summary>Validates where a network copies its rows.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class CopiesCheck(FieldErrors errors)
{
    /// <summary>Validates the layers of a network, or of a block.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="field">The path of the layers in the spec.</param>
    /// <param name="isBlock">Whether the layers are those of a block.</param>
    public void Check(IReadOnlyList<LayerSpec> layers, string field, bool isBlock = false)
    {
        foreach (var (index, layer) in layers.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");
            if (layer.Copies is not null)
            {
                CheckPlace([.. layers.Take(index)], path + ".copies", isBlock);
            }

            Check(layer.Block ?? [], path + ".block", isBlock: true);
        }
    }

    private void CheckPlace(IReadOnlyList<LayerSpec> earlier, string field, bool isBlock)
    {
        errors.Require(!isBlock, field, "cannot be in a block, because the output layer depends on it");
        errors.Require(!earlier.Any(layer => layer.Copies is not null), field, "appears twice; rows can be copied once");
        errors.Require(!earlier.Any(IsLinear), field,
            "must come before the first linear layer: copies that differ only after it would be nearly the same network");
    }

    private static bool IsLinear(LayerSpec layer) => layer.Linear is not null || (layer.Block?.Any(IsLinear) ?? false);
}
