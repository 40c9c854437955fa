using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Checkpoints;

/// <summary>The encoded columns of a table as the inputs of a network.</summary>
internal static class TableInputs
{
    /// <summary>Returns the inputs that a fitted preprocessing creates.</summary>
    public static NetworkInputs Create(TablePreprocessing table) => new(table.Width)
    {
        Columns = [.. table.Columns.Select(column => column.Width)],
        Numbers = table.NumberInputs,
    };
}
