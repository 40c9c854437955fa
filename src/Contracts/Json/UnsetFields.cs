using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace LearnML.Contracts;

/// <summary>Leaves fields of a spec out of its JSON if they were not set and their default depends on the dataset.</summary>
internal static class UnsetFields
{
    /// <summary>Changes how a record type is written.</summary>
    public static void Omit(JsonTypeInfo type)
    {
        foreach (var field in type.Properties)
        {
            field.ShouldSerialize = (field.AttributeProvider as PropertyInfo)?.Name switch
            {
                nameof(OptimizerSpec.Kind) when type.Type == typeof(OptimizerSpec) => (spec, _) => ((OptimizerSpec)spec).IsKindSet,
                nameof(TrainingSpec.Epochs) when type.Type == typeof(TrainingSpec) => (spec, _) => ((TrainingSpec)spec).AreEpochsSet,
                nameof(TrainingSpec.BatchSize) when type.Type == typeof(TrainingSpec) => (spec, _) => ((TrainingSpec)spec).IsBatchSizeSet,
                _ => field.ShouldSerialize,
            };
        }
    }
}
