using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Api.Datasets;

/// <summary>
/// Inspects the test file of a dataset. It is read as the training file is: with its columns and their types, and with its format unless its own
/// is another.
/// </summary>
internal static class TestFileInspector
{
    /// <summary>Returns the profile of a test file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="fileName">The file's name for error messages.</param>
    /// <param name="train">The profile of the training file.</param>
    /// <param name="options">The format of the test file, as far as it is known, and the maximum number of columns.</param>
    /// <param name="cancellationToken">Cancels the inspection.</param>
    /// <exception cref="TableFormatException">The file is no table, or lacks columns of the training file.</exception>
    public static TableProfile Inspect(
        string path, string fileName, TableProfile train, InspectionOptions options, CancellationToken cancellationToken)
    {
        var profile = TableInspector.Inspect(path, fileName, options with
        {
            Settings = new DatasetPatch
            {
                Header = train.Format.Header,
                DecimalMark = options.Delimiter == train.Format.Delimiter ? train.Format.DecimalMark : null,
                MissingMarks = train.Format.MissingMarks,
                FooterRows = 0,
            },
        }, cancellationToken);
        var names = new ColumnNames([.. profile.Columns.Select(column => column.Name)]);
        TableProblem[] missing =
        [
            .. train.Columns.Where(column => IsNeeded(column) && Find(names, column.Name) < 0).Take(TableFormatException.MaximumListed)
                .Select(column => new TableProblem(null, column.Name, "the training file has this column, and the test file has not"
                    + (names.FindNearest(column.Name) is { } nearest ? $"; did you mean '{nearest}'?" : ""))),
        ];
        if (missing.Length > 0)
        {
            throw new TableFormatException($"The test file {fileName}", missing);
        }

        var columns = profile.Columns.ToArray();
        foreach (var column in train.Columns)
        {
            if (Find(names, column.Name) is >= 0 and var index)
            {
                columns[index] = columns[index] with
                {
                    Name = column.Name,
                    Type = column.Type,
                    Format = column.Format,
                    Excluded = column.Excluded,
                };
            }
        }

        return profile with { Columns = columns, Attention = [], Settings = null };
    }

    // Identifiers, constants and excluded columns are no inputs.
    private static bool IsNeeded(ColumnProfile column) => !column.Excluded && column.Type is not (ColumnType.Identifier or ColumnType.Constant);

    private static int Find(ColumnNames names, string name) => names.IndexOf(name) is >= 0 and var index ? index : names.IndexOfSimilar(name);
}
