using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;

namespace LearnML.Api.Datasets;

/// <summary>What the caller set about an uploaded dataset, in the upload and in corrections.</summary>
internal static class DatasetSettings
{
    /// <summary>
    /// Returns what the caller set so far. For a dataset of an earlier version, which did not store it, everything that was detected counts as
    /// set, so that a correction changes nothing else.
    /// </summary>
    public static DatasetPatch Of(TableDataset dataset)
    {
        var profile = dataset.Train.Profile;
        return profile.Settings ?? new DatasetPatch
        {
            Target = dataset.Summary.Target,
            Columns = profile.Columns.ToDictionary(column => column.Name, column => column.Type),
            Exclude = [.. profile.Columns.Where(column => column.Excluded).Select(column => column.Name)],
            DecimalMark = profile.Format.DecimalMark,
            Header = profile.Format.Header,
            MissingMarks = profile.Format.MissingMarks,
            MaximumInvalidShare = 1,
            FooterRows = 0,
        };
    }

    /// <summary>Returns the settings with a correction. What the correction does not name stays.</summary>
    public static DatasetPatch Merge(DatasetPatch before, DatasetPatch patch) => new()
    {
        Target = patch.Target ?? before.Target,
        Columns = MergeTypes(before.Columns, patch.Columns),
        DecimalMark = patch.DecimalMark ?? (patch.Thousands is null ? before.DecimalMark : null),
        Thousands = patch.Thousands ?? (patch.DecimalMark is null ? before.Thousands : null),
        DateOrder = patch.DateOrder ?? before.DateOrder,
        Header = patch.Header ?? before.Header,
        MissingMarks = patch.MissingMarks ?? before.MissingMarks,
        FooterRows = patch.FooterRows ?? before.FooterRows,
        Exclude = patch.Exclude ?? before.Exclude,
        MaximumInvalidShare = patch.MaximumInvalidShare ?? before.MaximumInvalidShare,
    };

    private static Dictionary<string, ColumnType>? MergeTypes(
        IReadOnlyDictionary<string, ColumnType>? before, IReadOnlyDictionary<string, ColumnType>? patch)
    {
        if (before is null && patch is null)
        {
            return null;
        }

        var types = new Dictionary<string, ColumnType>(before ?? new Dictionary<string, ColumnType>());
        foreach (var (column, type) in patch ?? new Dictionary<string, ColumnType>())
        {
            types[column] = type;
        }

        return types;
    }
}
