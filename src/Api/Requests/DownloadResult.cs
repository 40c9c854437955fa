using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Requests;

/// <summary>
/// A result that sends a file. Unlike the framework's own results, it disconnects a client that stops reading, so that such a client does not keep
/// the file open.
/// </summary>
/// <param name="content">The file, which is sent from its position to its end and then closed.</param>
/// <param name="contentType">The content type.</param>
/// <param name="fileName">The name under which a browser saves the file; null if it shows the file.</param>
internal sealed class DownloadResult(Stream content, string contentType, string? fileName = null) : IResult
{
    private const int BufferBytes = 1 << 16;

    /// <summary>What is sent before the file.</summary>
    public ReadOnlyMemory<byte> Start { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var file = content;
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = Start.Length + file.Length - file.Position;
        if (fileName is not null)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(fileName);
            response.Headers.ContentDisposition = disposition.ToString();
        }

        var body = response.BodyWriter;
        body.Write(Start.Span);
        while (await file.ReadAsync(body.GetMemory(BufferBytes), httpContext.RequestAborted) is > 0 and var read)
        {
            body.Advance(read);
            if (!await AnswerFlush.RunAsync(httpContext, read))
            {
                return;
            }
        }
    }
}
