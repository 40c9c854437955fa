using System.Globalization;
using LearnML.Api.Serving;
using LearnML.Training.Checkpoints;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables;

namespace LearnML.Api.Inference;

/// <summary>Makes a model's inputs of the tensors of a request.</summary>
internal static class InferenceInputs
{
    /// <summary>The tensor that images come in, and that of all columns of a table together.</summary>
    public const string Images = "instances";

    /// <summary>The tensor of all columns of a table together.</summary>
    public const string Rows = "rows";

    private const int MostInputs = 1 << 26;

    /// <summary>Makes them.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="mostRows">How many rows there may be.</param>
    /// <param name="problem">Is told of values that the model cannot use.</param>
    /// <exception cref="InferenceException">They do not fit the model.</exception>
    public static InputRows Read(InferenceRequest request, ReadOnlySpan<byte> body, Predictor predictor, int mostRows, Action<CellProblem> problem)
    {
        var count = Count(request, predictor, mostRows);
        var rows = new InputRows(predictor.Description.Inputs, count * predictor.Description.Inputs);
        try
        {
            if (predictor.Encoder is { } encoder)
            {
                ReadTable(request, body, encoder, rows, count, problem);
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

    private static int Count(InferenceRequest request, Predictor predictor, int mostRows)
    {
        if (request.Inputs.Count == 0)
        {
            throw new InferenceException("The request has no inputs.");
        }

        var (count, most) = (request.Inputs[0].Shape[0], Math.Min(mostRows, MostInputs / predictor.Description.Inputs));
        if (count < 1 || count > most)
        {
            throw new InferenceException(string.Create(CultureInfo.InvariantCulture, $"The input '{request.Inputs[0].Name}' has {count} rows; there must be 1 to {most}."));
        }

        return request.Inputs.FirstOrDefault(input => input.Shape[0] != count) is { } other
            ? throw new InferenceException(string.Create(CultureInfo.InvariantCulture, $"The input '{other.Name}' has {other.Shape[0]} rows, '{request.Inputs[0].Name}' has {count}."))
            : (int)count;
    }

    private static void ReadImages(InferenceRequest request, ReadOnlySpan<byte> body, ImageInput image, InputRows rows)
    {
        if (request.Inputs is not [{ Name: Images } input])
        {
            throw new InferenceException($"The model takes one input, '{Images}'; the request has {string.Join(", ", request.Inputs.Select(each => $"'{each.Name}'"))}.");
        }

        long[] shape = input.Shape[1..];
        if (!shape.SequenceEqual([image.Size]) && !shape.SequenceEqual([image.Height, image.Width]))
        {
            throw new InferenceException($"The input '{Images}' has the shape [{string.Join(", ", input.Shape)}]; it must be [images, {image.Size}] or [images, {image.Height}, {image.Width}].");
        }

        if (input.Datatype == Datatype.Bytes)
        {
            throw new InferenceException($"The input '{Images}' has the datatype BYTES; pixels are numbers.");
        }

        var pixels = new Pixels(image, rows);
        TensorData.Read(input, body, ref pixels);
    }

    private static void ReadTable(InferenceRequest request, ReadOnlySpan<byte> body, RowEncoder encoder, InputRows rows, int count, Action<CellProblem> problem)
    {
        for (var row = 0; row < count; row++)
        {
            rows.AddRow();
        }

        if (request.Inputs is [{ Name: Rows, Shape: [_, var width] } matrix] && encoder.IndexOf(Rows) < 0)
        {
            if (width != encoder.Columns.Count)
            {
                throw new InferenceException($"The input '{Rows}' has {width} columns; the model takes {encoder.Columns.Count}.");
            }

            var cells = new Cells(encoder, rows, column: 0, encoder.Columns.Count, problem);
            TensorData.Read(matrix, body, ref cells);
            return;
        }

        var absent = encoder.Columns.ToHashSet(StringComparer.Ordinal);
        foreach (var input in request.Inputs)
        {
            if (!absent.Remove(input.Name))
            {
                throw new InferenceException($"The model takes no input '{input.Name}'; GET its metadata lists them.");
            }

            if (input.Count != count)
            {
                throw new InferenceException($"The input '{input.Name}' has the shape [{string.Join(", ", input.Shape)}]; it must be [rows, 1] or [rows].");
            }

            var cells = new Cells(encoder, rows, encoder.IndexOf(input.Name), columns: 1, problem);
            TensorData.Read(input, body, ref cells);
        }

        if (absent.Count > 0)
        {
            throw new InferenceException($"The request lacks the inputs {string.Join(", ", encoder.Columns.Where(absent.Contains))}. A missing value is NaN or an empty text.");
        }
    }

    private struct Pixels(ImageInput image, InputRows rows) : IElements
    {
        public readonly void Add(double number)
        {
            if (!(number >= 0 && number <= image.Maximum))
            {
                var (row, pixel) = Math.DivRem(rows.Count, image.Size);
                throw new InferenceException(string.Create(CultureInfo.InvariantCulture, $"The input '{Images}' has {number} as pixel {pixel} of image {row}; pixels are 0 to {image.Maximum}."));
            }

            rows.Add((float)number);
        }

        public readonly void Add(ReadOnlySpan<char> text) => throw new InferenceException("Pixels are numbers.");
    }

    /// <summary>Values of one column, or of all columns row by row.</summary>
    private struct Cells(RowEncoder encoder, InputRows rows, int column, int columns, Action<CellProblem> problem) : IElements
    {
        private int index;

        public void Add(double number)
        {
            if (double.IsInfinity(number))
            {
                throw new InferenceException(string.Create(CultureInfo.InvariantCulture, $"The input '{encoder.Columns[Place.Column]}' has an infinite number in row {Place.Row}."));
            }

            Told(encoder.Write(Place.Column, number, rows.Row(Place.Row)));
        }

        public void Add(ReadOnlySpan<char> text) => Told(encoder.Write(Place.Column, text, rows.Row(Place.Row)));

        private readonly (int Row, int Column) Place => (index / columns, column + (index % columns));

        private void Told(string? reason)
        {
            if (reason is not null)
            {
                problem(new CellProblem(Place.Row, encoder.Columns[Place.Column], reason));
            }

            index++;
        }
    }
}
