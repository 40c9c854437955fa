using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Lists the doubts about a table that matter for one spec: those about its target and about the columns that it uses.</summary>
public static class SpecAttention
{
    /// <summary>Lists the doubts.</summary>
    /// <param name="spec">The spec, with its target.</param>
    /// <param name="profile">The table.</param>
    public static IReadOnlyList<Attention> List(JobSpec spec, TableProfile profile)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(profile);
        var chosen = spec.Preprocessing?.Columns;
        return
        [
            .. profile.Attention.Where(doubt => !IsAboutTargetOnly(doubt))
                .Where(doubt => doubt.Column is null || doubt.Column == spec.Target || chosen?.Contains(doubt.Column) != false),
            .. profile.Columns.Where(column => column.Name == spec.Target).SelectMany(TargetAttention.List)
                .Where(doubt => doubt.Kind != AttentionKind.Task || spec.Task != LearningTask.Classification),
        ];
    }

    private static bool IsAboutTargetOnly(Attention doubt) => doubt.Kind is AttentionKind.Task or AttentionKind.MissingTarget;
}
