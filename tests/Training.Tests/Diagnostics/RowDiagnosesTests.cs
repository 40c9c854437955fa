using LearnML.Training.Diagnostics;

namespace LearnML.Training.Tests.Diagnostics;

/// <summary>Diagnoses of the rows that carry the scores.</summary>
public class RowDiagnosesTests
{
    [Fact]
    public void Few_scored_rows_are_named_with_what_one_row_changes()
    {
        var diagnosis = Assert.Single(RowDiagnoses.DiagnoseFew(8, isClassification: true, hasFolds: false));

        Assert.Equal("fewRows", diagnosis.Kind);
        Assert.Contains("8 rows: one row changes the accuracy by 0.12", diagnosis.Message, StringComparison.Ordinal);
        Assert.Contains("\"folds\": 5", diagnosis.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("folds", Assert.Single(RowDiagnoses.DiagnoseFew(29, false, hasFolds: true)).Message, StringComparison.Ordinal);
        Assert.Empty(RowDiagnoses.DiagnoseFew(30, isClassification: true, hasFolds: false));
    }

    [Fact]
    public void Classes_without_rows_are_named()
    {
        string[] classes = ["red", "green", "blue"];

        Assert.Empty(RowDiagnoses.DiagnoseMissingClasses(classes, [[0, 1, 2], [2, 1, 0]], [0, 1, 2], []));
        Assert.Empty(RowDiagnoses.DiagnoseMissingClasses(classes, [[0, 1, 2]], [0, 1], told: [2]));
        Assert.Contains("No scored rows have the class 'blue', so the scores say nothing about it",
            Assert.Single(RowDiagnoses.DiagnoseMissingClasses(classes, [[0, 1, 2]], [0, 1], [])).Message, StringComparison.Ordinal);
        var both = Assert.Single(RowDiagnoses.DiagnoseMissingClasses(classes, [[0, 1, 2], [1]], [0], []));
        Assert.Equal("missingClass", both.Kind);
        Assert.Contains("No training rows have the classes 'red', 'blue'", both.Message, StringComparison.Ordinal);
        Assert.Contains("No scored rows have the classes 'green', 'blue'", both.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 10, 10, 0, false)] // a tenth of the rows may repeat
    [InlineData(100, 11, 10, 0, true)]
    [InlineData(1000, 5, 100, 4, false)] // under a twentieth of the validation rows
    [InlineData(1000, 5, 100, 5, true)]
    public void Repeated_rows_are_named_where_they_are_many_or_scored(int rows, int repeated, int validation, int inTraining, bool isNamed)
    {
        var counts = new RowCounts(rows, repeated, validation, inTraining);

        var diagnoses = RowDiagnoses.DiagnoseRepeated(counts).ToArray();

        Assert.Equal(isNamed, diagnoses.Length == 1);
        Assert.Equal(inTraining == 5, counts.AreScoresTooGood);
        Assert.All(diagnoses, diagnosis => Assert.Contains($"{repeated} of {rows} rows repeat", diagnosis.Message, StringComparison.Ordinal));
    }
}
