using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using LearnML.Api.Documentation;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace LearnML.Api.Jobs.Routes;

/// <summary>
/// A result that writes a job's epoch metrics as JSON. The metrics are stored in the JSON of the API, so the stored text is copied. Creating and
/// serializing the objects of ten thousand epochs would take longer than everything else the dashboard does to show them.
/// </summary>
/// <param name="epochs">The stored epochs, which are read while the client receives them.</param>
/// <param name="includeLayers">Whether to include the statistics of each layer.</param>
internal sealed class StoredMetricsResult(EpochReader epochs, bool includeLayers) : IResult, IEndpointMetadataProvider
{
    private const int FlushBytes = 1 << 16;

    private static readonly byte[] LayersName =
        Encoding.UTF8.GetBytes(WireFormat.Options.PropertyNamingPolicy!.ConvertName(nameof(EpochMetrics.Layers)));

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(IReadOnlyList<EpochMetrics>), [RouteDocumentation.JsonContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var body = httpContext.Response.BodyWriter;
        var separator = (byte)'[';
        await foreach (var epoch in epochs.ReadAllAsync(httpContext.RequestAborted))
        {
            body.Write([separator]);
            separator = (byte)',';
            if (includeLayers)
            {
                Encoding.UTF8.GetBytes(epoch.Json, body);
            }
            else
            {
                WriteWithoutLayers(epoch.Json, body);
            }

            if (body.UnflushedBytes > FlushBytes && !await AnswerFlush.RunAsync(httpContext, body.UnflushedBytes))
            {
                return;
            }
        }

        body.Write(separator == '[' ? "[]"u8 : "]"u8);
        await AnswerFlush.RunAsync(httpContext, body.UnflushedBytes);
    }

    /// <summary>Writes an epoch with an empty list of layers.</summary>
    internal static void WriteWithoutLayers(string epoch, IBufferWriter<byte> body)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(epoch.Length));
        try
        {
            var json = bytes.AsSpan(0, Encoding.UTF8.GetBytes(epoch, bytes));
            if (FindLayers(json) is not var (start, end))
            {
                body.Write(json);
                return;
            }

            body.Write(json[..start]);
            body.Write("[]"u8);
            body.Write(json[end..]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Returns where the list of layers starts and ends; null if there is none.</summary>
    private static (int Start, int End)? FindLayers(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isLayers = reader.ValueTextEquals(LayersName);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isLayers)
            {
                return (start, (int)reader.BytesConsumed);
            }
        }

        return null;
    }
}
