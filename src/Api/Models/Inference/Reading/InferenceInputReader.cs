using System.Globalization;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Models.Inference.Reading;

/// <summary>Converts the tensors of a request to model inputs.</summary>
internal static class InferenceInputReader
{
    /// <summary>The data of a smaller tensor is checked while it is read.</summary>
    private const int SmallTensor = 1 << 14;

    /// <summary>Reads the tensors of a request into model inputs.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">The body of the request.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="maxRows">The largest number of rows.</param>
    /// <param name="limit">Limits the memory of all requests together.</param>
    /// <param name="warnings">Collects values that the model cannot use.</param>
    /// <exception cref="InferenceException">The tensors do not fit the model.</exception>
    public static InputRows Read(
        InferenceRequest request, ReadOnlySpan<byte> body, Predictor predictor, int maxRows, PredictionLimit limit, PredictionWarnings warnings)
    {
        var count = CountRows(request, predictor, maxRows);
        if (predictor.Encoder is { } table && !IsMatrix(request, table))
        {
            RequireColumns(request, table);
        }

        RequireData(request);
        var rows = new InputRows(predictor.Description.Inputs, count * predictor.Description.Inputs, limit);
        try
        {
            if (predictor.Encoder is { } encoder)
            {
                ReadTable(request, body, encoder, rows, count, warnings);
            }
            else
            {
                ReadImages(request, body, predictor.Description.Image!, rows);
            }

            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private static int CountRows(InferenceRequest request, Predictor predictor, int maxRows)
    {
        if (request.Inputs.Count == 0)
        {
            throw new InferenceException("The request has no inputs.");
        }

        var first = request.Inputs[0];
        var (count, maximum) = (first.Shape[0], InputRows.GetMaximumRows(predictor, maxRows));
        if (count < 1 || count > maximum)
        {
            throw new InferenceException(
                string.Create(CultureInfo.InvariantCulture, $"The input '{first.Name}' has {count} rows; there must be 1 to {maximum}."));
        }

        return request.Inputs.FirstOrDefault(input => input.Shape[0] != count) is { } other
            ? throw new InferenceException(string.Create(
                CultureInfo.InvariantCulture, $"The input '{other.Name}' has {other.Shape[0]} rows, but '{first.Name}' has {count}."))
            : (int)count;
    }

    /// <summary>
    /// Requires as many bytes of data as the shapes need at least, before memory is reserved for the rows: a shape of a few bytes can state
    /// millions of elements.
    /// </summary>
    private static void RequireData(InferenceRequest request)
    {
        foreach (var input in request.Inputs.Where(input => input.Count > SmallTensor))
        {
            // In JSON an element takes a digit and a comma. A string starts with its length.
            var least = input.IsBinary ? Math.Max(input.Datatype.ElementSize, 1) : 2;
            var (start, end) = (input.Data.Start.Value, input.Data.End.Value);
            if (end - start < (long)least * input.Count)
            {
                throw new InferenceException(string.Create(CultureInfo.InvariantCulture,
                    $"The tensor '{input.Name}' has {end - start} bytes of data, too few for the {input.Count} elements of its shape."));
            }
        }
    }

    private static void ReadImages(InferenceRequest request, ReadOnlySpan<byte> body, ImageInput image, InputRows rows)
    {
        if (request.Inputs is not [{ Name: TensorNames.Instances } input])
        {
            var names = string.Join(", ", request.Inputs.Select(each => $"'{each.Name}'"));
            throw new InferenceException($"The model takes one input, '{TensorNames.Instances}'; the request has {names}.");
        }

        long[] shape = input.Shape[1..];
        if (!shape.SequenceEqual([image.Size]) && !shape.SequenceEqual([image.Height, image.Width]))
        {
            throw new InferenceException(
                $"The input '{TensorNames.Instances}' has the shape [{string.Join(", ", input.Shape)}]; " +
                $"it must be [images, {image.Size}] or [images, {image.Height}, {image.Width}].");
        }

        if (input.Datatype == Datatype.Bytes)
        {
            throw new InferenceException($"The input '{TensorNames.Instances}' has the datatype BYTES; pixels must be numbers.");
        }

        var pixels = new PixelSink(image, rows);
        TensorDataReader.Read(input, body, ref pixels);
    }

    private static void ReadTable(
        InferenceRequest request, ReadOnlySpan<byte> body, RowEncoder encoder, InputRows rows, int count, PredictionWarnings warnings)
    {
        var zeros = new float[encoder.Width];
        for (var row = 0; row < count; row++)
        {
            rows.AddRow(zeros);
        }

        if (IsMatrix(request, encoder))
        {
            var (matrix, width) = (request.Inputs[0], request.Inputs[0].Shape[1]);
            if (width != encoder.Columns.Count)
            {
                throw new InferenceException($"The input '{TensorNames.Rows}' has {width} columns; the model takes {encoder.Columns.Count}.");
            }

            var cells = new CellSink(encoder, rows, column: 0, encoder.Columns.Count, warnings);
            TensorDataReader.Read(matrix, body, ref cells);
            return;
        }

        foreach (var input in request.Inputs)
        {
            var cells = new CellSink(encoder, rows, FindColumn(encoder, input.Name, warnings), columns: 1, warnings);
            TensorDataReader.Read(input, body, ref cells);
        }
    }

    /// <summary>Whether the request has one tensor with all columns.</summary>
    private static bool IsMatrix(InferenceRequest request, RowEncoder encoder) =>
        request.Inputs is [{ Name: TensorNames.Rows, Shape: [_, _] }] && encoder.IndexOf(TensorNames.Rows) < 0;

    /// <summary>Checks the names and shapes of the columns, before memory is reserved for the rows.</summary>
    private static void RequireColumns(InferenceRequest request, RowEncoder encoder)
    {
        var count = request.Inputs[0].Shape[0];
        var missing = encoder.Columns.ToHashSet(StringComparer.Ordinal);
        foreach (var input in request.Inputs)
        {
            var column = FindColumn(encoder, input.Name, warnings: null);
            if (!missing.Remove(encoder.Columns[column]))
            {
                throw new InferenceException($"The request has the input '{encoder.Columns[column]}' more than once.");
            }

            if (input.Count != count)
            {
                throw new InferenceException(
                    $"The input '{input.Name}' has the shape [{string.Join(", ", input.Shape)}]; it must be [rows, 1] or [rows].");
            }
        }

        if (missing.Count > 0)
        {
            var names = string.Join(", ", encoder.Columns.Where(missing.Contains).Take(FieldErrors.MaximumListed));
            var more = missing.Count <= FieldErrors.MaximumListed ? "" : string.Create(
                CultureInfo.InvariantCulture, $" and {missing.Count - FieldErrors.MaximumListed:n0} more");
            throw new InferenceException($"The request lacks the inputs {names}{more}. A missing value is null in JSON, "
                + "NaN in a binary tensor of numbers, and an empty string in BYTES.");
        }
    }

    /// <summary>Finds a column by its name, or by a name that differs only by case or surrounding spaces.</summary>
    private static int FindColumn(RowEncoder encoder, string name, PredictionWarnings? warnings)
    {
        var column = encoder.IndexOf(name);
        if (column < 0 && encoder.IndexOfSimilar(name) is >= 0 and var similar)
        {
            warnings?.Add(WarningKind.SimilarName, name, CellProblem.ExplainSimilarName(encoder.Columns[similar]), firstRow: 0);
            column = similar;
        }

        return column >= 0 ? column : throw new InferenceException(
            $"The model has no input '{name}'. {(encoder.FindNearest(name) is { } nearest ? $"Did you mean '{nearest}'? " : "")}"
                + "GET the model's metadata to list its inputs.");
    }

    private struct PixelSink(ImageInput image, InputRows rows) : ITensorElementSink
    {
        public readonly void Add(double number)
        {
            if (!image.IsInRange(number))
            {
                var (row, pixel) = Math.DivRem(rows.ValueCount, image.Size);
                throw new InferenceException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The input '{TensorNames.Instances}' has {number} as pixel {pixel} of image {row}; {image.RangeRule}."));
            }

            rows.Add((float)number);
        }

        public readonly void Add(ReadOnlySpan<char> text) => throw new InferenceException("Pixels must be numbers.");

        public readonly void AddMissing() => throw new InferenceException("Pixels must be numbers; null is not one.");
    }

    /// <summary>Encodes the values of one column, or of all columns row by row.</summary>
    private struct CellSink(RowEncoder encoder, InputRows rows, int column, int columns, PredictionWarnings warnings) : ITensorElementSink
    {
        private int index;

        public void Add(double number)
        {
            if (double.IsInfinity(number))
            {
                throw new InferenceException(string.Create(
                    CultureInfo.InvariantCulture, $"The input '{encoder.Columns[Position.Column]}' has an infinite number in row {Position.Row}."));
            }

            FinishElement(encoder.Write(Position.Column, number, rows.GetRow(Position.Row)));
        }

        public void Add(ReadOnlySpan<char> text) => FinishElement(encoder.Write(Position.Column, text, rows.GetRow(Position.Row)));

        public void AddMissing()
        {
            encoder.WriteMissing(Position.Column, rows.GetRow(Position.Row));
            index++;
        }

        private readonly (int Row, int Column) Position => (index / columns, column + (index % columns));

        private void FinishElement(string? reason)
        {
            if (reason is not null)
            {
                warnings.Add(WarningKind.Value, encoder.Columns[Position.Column], reason, Position.Row);
            }

            index++;
        }
    }
}
