using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables;

namespace LearnML.Api.Serving;

/// <summary>Predicts a CSV file chunk by chunk into another: a million rows take no more memory than a chunk of them.</summary>
/// <param name="predictor">Answers.</param>
/// <param name="strict">Whether a value that the model cannot use ends it.</param>
/// <param name="encoding">That of the file, one of <see cref="FamiliarFile.Encodings"/>; null leaves it to be found out.</param>
internal sealed class CsvPrediction(Predictor predictor, bool strict, string? encoding = null)
{
    private const string Subject = "The request's CSV";
    private const int MostProblems = 20;

    /// <summary>Writes a row of answers for each row of a file: the number, or the class and the probability of each; and warnings.</summary>
    /// <returns>How many rows.</returns>
    /// <exception cref="TableFormatException">The file is no CSV, a row has no answer, or with strict, it has values that the model cannot use.</exception>
    public int Run(Stream content, TextWriter answers, CancellationToken cancellation = default)
    {
        var preprocessing = predictor.Description.Table!;
        var problems = new List<CellProblem>();
        var format = FamiliarFile.FormatOf(content, Subject, preprocessing.Format, encoding);
        using var reader = new TableReader(content, Subject, format, preprocessing.Schema, problems.Add);
        if (reader.MissingColumns.Count == preprocessing.Columns.Count)
        {
            throw NoColumn(preprocessing);
        }

        var classes = predictor.Description.Classes;
        answers.WriteLine(string.Join(',', [classes.Count == 0 ? "value" : "label", .. classes.Select(CsvText.Quoted), "warnings"]));
        var absent = reader.MissingColumns.Select(column => $"{column}: the file does not have it").ToArray();
        ThrowIfStrict(reader.MissingColumns.Select(column => new TableProblem(null, column, "the file does not have it")));
        var first = 0;
        for (; reader.Read(predictor.RowsAtOnce) is { Rows: > 0 } rows; first += rows.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = first;
            var predictions = predictor.Predict(rows, problem => problems.Add(problem with { Row = problem.Row + start }));
            ThrowIfStrict(problems.OrderBy(problem => problem.Row).Select(problem => new TableProblem(reader.LineOf(problem.Row), problem.Column, problem.Reason)));
            ThrowIfAny(predictions.Index().Where(answer => !IsFinite(answer.Item)).Select(answer => new TableProblem(reader.LineOf(start + answer.Index), null, Predictor.OverflowReason)));
            var warnings = problems.ToLookup(problem => problem.Row);
            for (var row = 0; row < predictions.Length; row++)
            {
                Write(answers, predictions[row], absent.Concat(warnings[start + row].Select(problem => $"{problem.Column}: {problem.Reason}")));
            }

            problems.Clear();
        }

        return first;
    }

    private static void Write(TextWriter answers, Prediction prediction, IEnumerable<string> warnings)
    {
        if (prediction.Value is { } value)
        {
            answers.Write(value.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            answers.Write(CsvText.Quoted(prediction.Label!));
            foreach (var probability in prediction.Probabilities!)
            {
                answers.Write(',');
                answers.Write(probability.ToString(CultureInfo.InvariantCulture));
            }
        }

        answers.Write(',');
        answers.WriteLine(CsvText.Quoted(string.Join("; ", warnings)));
    }

    private static TableFormatException NoColumn(TablePreprocessing preprocessing)
    {
        var columns = preprocessing.Columns.Take(MostProblems).Select(column => column.Name);
        var delimiter = preprocessing.Format.Delimiter == '\t' ? "a tab" : $"'{preprocessing.Format.Delimiter}'";
        return new TableFormatException(Subject, [new TableProblem(null, null,
            $"it has none of the model's columns, which are {string.Join(", ", columns)}{(preprocessing.Columns.Count > MostProblems ? ", ..." : "")}, with {delimiter} between them")]);
    }

    // Of a row's probabilities each is a number or none is.
    private static bool IsFinite(Prediction prediction) => double.IsFinite(prediction.Value ?? prediction.Probabilities![0]);

    private void ThrowIfStrict(IEnumerable<TableProblem> problems)
    {
        if (strict)
        {
            ThrowIfAny(problems);
        }
    }

    private static void ThrowIfAny(IEnumerable<TableProblem> problems)
    {
        TableProblem[] all = [.. problems.Take(MostProblems)];
        if (all.Length > 0)
        {
            throw new TableFormatException(Subject, all);
        }
    }
}
