using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LearnML.Api.Requests;

namespace LearnML.Api.Models;

/// <summary>
/// Reads <c>{"instances": [...]}</c> straight into one flat array, without an object per number. An instance is a list of
/// numbers or a list of rows of numbers; one alone may be given without the outer list.
/// </summary>
/// <param name="height">Pixels from top to bottom.</param>
/// <param name="width">Pixels from left to right.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class InstancesReader(int height, int width, FieldErrors errors)
{
    private const string Field = "instances";
    private const float MaximumPixel = 255;
    private const int MostErrors = 20;

    private readonly ArrayBufferWriter<float> numbers = new();
    private readonly List<(int Depth, int Count)> lists = [];

    /// <returns>The pixels of all instances, one after another; empty when something is wrong.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public float[] Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var found = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add("$", "must be a JSON object with the field instances");
            return [];
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Field))
            {
                errors.Require(!found, Field, "is there twice");
                found = true;
                reader.Read();
                ReadLists(ref reader);
            }
            else
            {
                errors.Add(reader.GetString()!, "is not a field here; the fields are instances");
                reader.Skip();
            }
        }

        while (reader.Read())
        {
            // To the end, so that anything after the object is refused.
        }

        errors.Require(found, Field, "is required");
        if (found && errors.None)
        {
            CheckShapes();
        }

        return errors.None ? numbers.WrittenSpan.ToArray() : [];
    }

    private void ReadLists(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            errors.Add(Field, "must be a list of images");
            reader.Skip();
            return;
        }

        var starts = new Stack<int>();
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    starts.Push(numbers.WrittenCount);
                    break;
                case JsonTokenType.EndArray:
                    var start = starts.Pop();
                    lists.Add((starts.Count, numbers.WrittenCount - start));
                    break;
                case JsonTokenType.Number:
                    Add(reader.GetSingle());
                    break;
                default:
                    Wrong(Field, $"must hold numbers only; number {numbers.WrittenCount} is a {reader.TokenType.ToString().ToLowerInvariant()}");
                    reader.Skip();
                    Add(0);
                    break;
            }
        }
        while (starts.Count > 0 && reader.Read());
    }

    private void Add(float pixel)
    {
        if (!(pixel is >= 0 and <= MaximumPixel))
        {
            var (instance, index) = Math.DivRem(numbers.WrittenCount, height * width);
            Wrong(string.Create(CultureInfo.InvariantCulture, $"{Field}[{instance}]"),
                string.Create(CultureInfo.InvariantCulture, $"pixel {index} is {pixel}; pixels are 0 to {MaximumPixel}"));
        }

        numbers.GetSpan(1)[0] = pixel;
        numbers.Advance(1);
    }

    /// <summary>
    /// The outermost list is depth 0 and its instances are depth 1, or it is itself the only instance. A list closes after
    /// those in it, so that one pass sees the rows of an image before the image.
    /// </summary>
    private void CheckShapes()
    {
        errors.Require(numbers.WrittenCount > 0, Field, "must hold at least one image");
        var instanceDepth = IsOneImage() ? 0 : 1;
        var (instance, rowsFit, inImages) = (0, true, 0);
        foreach (var (depth, count) in lists)
        {
            if (depth > instanceDepth)
            {
                rowsFit &= depth == instanceDepth + 1 && count == width;
            }
            else if (depth == instanceDepth)
            {
                if (!rowsFit || count != height * width)
                {
                    Wrong(string.Create(CultureInfo.InvariantCulture, $"{Field}[{instance}]"), string.Create(CultureInfo.InvariantCulture,
                        $"has {count} pixels; an image is {height * width} pixels in one list, or {height} lists of {width}"));
                }

                (instance, rowsFit, inImages) = (instance + 1, true, inImages + count);
            }
        }

        if (inImages != numbers.WrittenCount)
        {
            Wrong(Field, "must be one image or a list of images; it has numbers between its images");
        }
    }

    private bool IsOneImage() =>
        lists.Count == 1 || (lists.Count == height + 1 && lists.Take(height).All(list => list.Depth == 1 && list.Count == width));

    private void Wrong(string field, string reason)
    {
        if (errors.Count < MostErrors)
        {
            errors.Add(field, reason);
        }
    }
}
