using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Datasets.Tables;

/// <summary>The task that a target column leads to.</summary>
public static class TargetTask
{
    /// <summary>The explanation of the task of images.</summary>
    public const string ForImages = "The task is classification, because images have classes.";

    /// <summary>Returns the task for a target of this type if the spec does not set one: regression for numbers, otherwise classification.</summary>
    public static LearningTask Default(ColumnType type) => type == ColumnType.Numeric ? LearningTask.Regression : LearningTask.Classification;

    /// <summary>Explains the task of a spec, as a sentence.</summary>
    /// <param name="task">The task.</param>
    /// <param name="target">The column to predict.</param>
    public static string Explain(LearningTask task, ColumnProfile target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var name = task.ToString().ToLowerInvariant();
        return task == Default(target.Type)
            ? string.Create(CultureInfo.InvariantCulture, $"The task is {name}, because '{target.Name}' has {Describe(target)}.")
            : $"The task is {name}, because the spec says so; '{target.Name}' has {Describe(target)}.";
    }

    private static string Describe(ColumnProfile target) => target.Type switch
    {
        ColumnType.Numeric => "numbers",
        ColumnType.Boolean => "two values that mean no and yes",
        _ => string.Create(CultureInfo.InvariantCulture, $"{target.Distinct} different texts"),
    };
}
