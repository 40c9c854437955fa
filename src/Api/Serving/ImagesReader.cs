using System.Globalization;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Training.Checkpoints;

namespace LearnML.Api.Serving;

/// <summary>
/// Reads images: each a list of numbers, or a list of rows of numbers. One alone may be given without the outer list.
/// </summary>
/// <param name="image">What the model takes.</param>
/// <param name="rows">Takes the pixels.</param>
/// <param name="mostImages">How many images there may be.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class ImagesReader(ImageInput image, InputRows rows, int mostImages, FieldErrors errors)
{
    private const int MostErrors = 20;
    private const int MostDepth = 64; // the reader's own

    private readonly List<(int Depth, int Count)> lists = [];
    private string field = "";
    private int wrong;

    /// <summary>Reads one of the forms.</summary>
    /// <param name="form">Its name.</param>
    /// <param name="reader">At its value; goes to its end.</param>
    public void Read(string form, ref Utf8JsonReader reader)
    {
        field = form;
        if (form.EndsWith("split", StringComparison.Ordinal))
        {
            var data = PredictionBody.ReadSplit(ref reader, errors, out _);
            field += ".data";
            if (errors.None)
            {
                ReadLists(ref data);
            }
        }
        else
        {
            ReadLists(ref reader);
        }

        if (errors.None)
        {
            CheckShapes();
        }
    }

    private void ReadLists(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            errors.Add(field, "must be a list of images");
            reader.Skip();
            return;
        }

        Span<int> starts = stackalloc int[MostDepth];
        var depth = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    starts[depth++] = rows.Count;
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    lists.Add((depth, rows.Count - starts[depth]));
                    break;
                case JsonTokenType.Number:
                    var pixel = reader.GetSingle();
                    if (!(pixel >= 0 && pixel <= image.Maximum))
                    {
                        Outside(reader.GetDouble());
                    }

                    rows.Add(pixel);
                    break;
                default:
                    Wrong(field, $"must hold numbers only; number {rows.Count} is a {reader.TokenType.ToString().ToLowerInvariant()}");
                    reader.Skip();
                    rows.Add(0);
                    break;
            }
        }
        while (depth > 0 && reader.Read());
    }

    private void Outside(double pixel)
    {
        var (instance, index) = Math.DivRem(rows.Count, image.Size);
        Wrong(string.Create(CultureInfo.InvariantCulture, $"{field}[{instance}]"),
            string.Create(CultureInfo.InvariantCulture, $"pixel {index} is {pixel}; pixels are 0 to {image.Maximum}"));
    }

    /// <summary>
    /// The outermost list is depth 0 and its instances are depth 1, or it is itself the only instance. A list closes after
    /// those in it, so that one pass sees the rows of an image before the image.
    /// </summary>
    private void CheckShapes()
    {
        errors.Require(rows.Count > 0, field, "must hold at least one image");
        var instanceDepth = IsOneImage() ? 0 : 1;
        var (instance, rowsFit, inImages) = (0, true, 0);
        foreach (var (depth, count) in lists)
        {
            if (depth > instanceDepth)
            {
                rowsFit &= depth == instanceDepth + 1 && count == image.Width;
            }
            else if (depth == instanceDepth)
            {
                if (!rowsFit || count != image.Size)
                {
                    Wrong(string.Create(CultureInfo.InvariantCulture, $"{field}[{instance}]"), string.Create(CultureInfo.InvariantCulture,
                        $"has {count} pixels; an image is {image.Size} pixels in one list, or {image.Height} lists of {image.Width}"));
                }

                (instance, rowsFit, inImages) = (instance + 1, true, inImages + count);
            }
        }

        if (instance > mostImages)
        {
            Wrong(field, string.Create(CultureInfo.InvariantCulture, $"may hold at most {mostImages:n0} images"));
        }

        if (inImages != rows.Count)
        {
            Wrong(field, "must be one image or a list of images; it has numbers between its images");
        }
    }

    private bool IsOneImage()
    {
        if (lists.Count == 1)
        {
            return true;
        }

        for (var list = 0; list < lists.Count - 1; list++)
        {
            if (lists[list] != (1, image.Width))
            {
                return false;
            }
        }

        return lists.Count == image.Height + 1;
    }

    /// <summary>An image of millions of pixels can have as many reasons.</summary>
    private void Wrong(string path, string reason)
    {
        if (wrong++ < MostErrors)
        {
            errors.Add(path, reason);
        }
    }
}
