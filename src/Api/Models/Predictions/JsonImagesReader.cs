using System.Globalization;
using System.Text.Json;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Training.Datasets.Images;

namespace LearnML.Api.Models.Predictions;

/// <summary>
/// Reads images from JSON. An image is a list of pixels, or a list of rows of pixels. A single image needs no outer list.
/// </summary>
/// <param name="image">The image format of the model.</param>
/// <param name="rows">Receives the pixels, one image per row.</param>
/// <param name="maxImages">The largest number of images.</param>
/// <param name="errors">Collects validation errors.</param>
internal sealed class JsonImagesReader(ImageInput image, InputRows rows, int maxImages, FieldErrors errors)
{
    private readonly List<(int Depth, int Count)> closedLists = [];
    private string fieldPath = "";

    /// <summary>Reads the images of one input field.</summary>
    /// <param name="fieldName">The name of the field.</param>
    /// <param name="reader">Stands at the value of the field; moves to its end.</param>
    public void Read(string fieldName, ref Utf8JsonReader reader)
    {
        fieldPath = fieldName;
        if (fieldName.EndsWith("split", StringComparison.Ordinal))
        {
            var data = PredictionBodyReader.ReadDataframeSplit(ref reader, errors, out _);
            fieldPath += ".data";
            if (errors.IsEmpty)
            {
                ReadLists(ref data);
            }
        }
        else
        {
            ReadLists(ref reader);
        }

        if (errors.IsEmpty)
        {
            CheckShapes();
        }
    }

    private void ReadLists(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            errors.Add(fieldPath, "must be a list of images");
            reader.Skip();
            return;
        }

        Span<int> starts = stackalloc int[LimitReader.MaximumJsonDepth];
        var depth = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    starts[depth++] = rows.ValueCount;
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    closedLists.Add((depth, rows.ValueCount - starts[depth]));
                    break;
                case JsonTokenType.Number:
                    var pixel = reader.GetSingle();
                    if (!image.IsInRange(pixel))
                    {
                        AddPixelError(reader.GetDouble());
                    }

                    rows.Add(pixel);
                    break;
                default:
                    var kind = reader.TokenType.ToString().ToLowerInvariant();
                    errors.AddLimited(fieldPath, $"must contain only numbers; value {rows.ValueCount} is a {kind}");
                    reader.Skip();
                    rows.Add(0);
                    break;
            }
        }
        while (depth > 0 && reader.Read());
    }

    private void AddPixelError(double pixel)
    {
        var (instance, index) = Math.DivRem(rows.ValueCount, image.Size);
        errors.AddLimited(string.Create(CultureInfo.InvariantCulture, $"{fieldPath}[{instance}]"),
            string.Create(CultureInfo.InvariantCulture, $"pixel {index} is {pixel}; {image.RangeRule}"));
    }

    /// <summary>
    /// Checks the length of every list. The outermost list has depth 0. The images have depth 1, or depth 0 if there is only one.
    /// A list ends after the lists inside it, so one pass over the lists sees the rows of an image before the image.
    /// </summary>
    private void CheckShapes()
    {
        errors.Require(rows.ValueCount > 0, fieldPath, "must contain at least one image");
        var instanceDepth = IsSingleImage() ? 0 : 1;
        var (instance, rowsFit, inImages) = (0, true, 0);
        foreach (var (depth, count) in closedLists)
        {
            if (depth > instanceDepth)
            {
                rowsFit &= depth == instanceDepth + 1 && count == image.Width;
            }
            else if (depth == instanceDepth)
            {
                if (!rowsFit || count != image.Size)
                {
                    errors.AddLimited(
                        string.Create(CultureInfo.InvariantCulture, $"{fieldPath}[{instance}]"),
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"has {count} pixels; an image must be one list of {image.Size} pixels, or {image.Height} lists of {image.Width}"));
                }

                (instance, rowsFit, inImages) = (instance + 1, true, inImages + count);
            }
        }

        if (instance > maxImages)
        {
            errors.AddLimited(fieldPath, string.Create(CultureInfo.InvariantCulture, $"must contain at most {maxImages:n0} images"));
        }

        if (inImages != rows.ValueCount)
        {
            errors.AddLimited(fieldPath, "must be one image or a list of images; it has numbers outside its images");
        }
    }

    private bool IsSingleImage()
    {
        if (closedLists.Count == 1)
        {
            return true;
        }

        for (var list = 0; list < closedLists.Count - 1; list++)
        {
            if (closedLists[list] != (1, image.Width))
            {
                return false;
            }
        }

        return closedLists.Count == image.Height + 1;
    }
}
