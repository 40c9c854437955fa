using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Tables;

namespace LearnML.Api.Models;

/// <summary>Predicts a CSV file chunk by chunk into another: a million rows take no more memory than a chunk of them.</summary>
/// <param name="predictor">Answers.</param>
/// <param name="strict">Whether a value that the model cannot use ends it.</param>
internal sealed class CsvPrediction(Predictor predictor, bool strict)
{
    private const int ChunkRows = 4096;
    private const int MostProblems = 20;

    /// <summary>Writes a row of answers for each row of a file: the number, or the class and the probability of each; and warnings.</summary>
    /// <exception cref="TableFormatException">The file is no CSV, or with strict, it has values that the model cannot use.</exception>
    public void Run(Stream content, TextWriter answers)
    {
        var preprocessing = predictor.Description.Table!;
        var problems = new List<CellProblem>();
        using var reader = new TableReader(content, "of the request", preprocessing.Format, preprocessing.Schema, problems.Add);
        var classes = predictor.Description.Classes;
        answers.WriteLine(string.Join(',', [classes.Count == 0 ? "value" : "label", .. classes.Select(CsvText.Quoted), "warnings"]));
        var absent = reader.MissingColumns.Select(column => $"{column}: the file does not have it").ToArray();
        ThrowIfStrict(reader.MissingColumns.Select(column => new CellProblem(0, column, "the file does not have it")));
        for (var first = 0; reader.Read(ChunkRows) is { Rows: > 0 } rows; first += rows.Rows)
        {
            var start = first;
            var predictions = predictor.Predict(rows, problem => problems.Add(problem with { Row = problem.Row + start }));
            ThrowIfStrict(problems);
            var warnings = problems.ToLookup(problem => problem.Row);
            for (var row = 0; row < predictions.Length; row++)
            {
                Write(answers, predictions[row], absent.Concat(warnings[start + row].Select(problem => $"{problem.Column}: {problem.Reason}")));
            }

            problems.Clear();
        }
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

    private void ThrowIfStrict(IEnumerable<CellProblem> problems)
    {
        TableProblem[] all = strict ? [.. problems.Take(MostProblems).Select(problem => new TableProblem(null, problem.Column, $"row {problem.Row}: {problem.Reason}"))] : [];
        if (all.Length > 0)
        {
            throw new TableFormatException("of the request", all);
        }
    }
}
