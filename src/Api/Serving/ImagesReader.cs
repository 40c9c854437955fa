using System.Globalization;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Training.Checkpoints;

namespace LearnML.Api.Serving;

/// <summary>
/// Reads images from JSON. An image is a list of pixels, or a list of rows of pixels. A single image needs no outer list.
/// </summary>
/// <param name="image">The image format of the model.</param>
/// <param name="rows">Receives the pixels, one image per row.</param>
/// <param name="maxImages">The largest number of images.</param>
/// <param name="errors">Collects validation errors.</param>
internal sealed class ImagesReader(ImageInput image, InputRows rows, int maxImages, FieldErrors errors)
{
    private const int MostErrors = 20;
    private const int MostDepth = 64; // the largest JsonDepth that LimitReader allows

    private readonly List<(int Depth, int Count)> lists = [];
    private string field = "";
    private int errorCount;

    /// <summary>Reads the images of one input field.</summary>
    /// <param name="form">The name of the field.</param>
    /// <param name="reader">Stands at the value of the field; moves to its end.</param>
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
                    Wrong(field, $"must contain only numbers; value {rows.Count} is a {reader.TokenType.ToString().ToLowerInvariant()}");
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
            string.Create(CultureInfo.InvariantCulture, $"pixel {index} is {pixel}; pixels must be 0 to {image.Maximum}"));
    }

    /// <summary>
    /// Checks the length of every list. The outermost list has depth 0. The images have depth 1, or depth 0 if there is only one.
    /// A list ends after the lists inside it, so one pass over the lists sees the rows of an image before the image.
    /// </summary>
    private void CheckShapes()
    {
        errors.Require(rows.Count > 0, field, "must contain at least one image");
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
                        $"has {count} pixels; an image must be one list of {image.Size} pixels, or {image.Height} lists of {image.Width}"));
                }

                (instance, rowsFit, inImages) = (instance + 1, true, inImages + count);
            }
        }

        if (instance > maxImages)
        {
            Wrong(field, string.Create(CultureInfo.InvariantCulture, $"must contain at most {maxImages:n0} images"));
        }

        if (inImages != rows.Count)
        {
            Wrong(field, "must be one image or a list of images; it has numbers outside its images");
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

    /// <summary>Adds an error, up to a limit: an image with millions of pixels can have millions of errors.</summary>
    private void Wrong(string path, string reason)
    {
        if (errorCount++ < MostErrors)
        {
            errors.Add(path, reason);
        }
    }
}
