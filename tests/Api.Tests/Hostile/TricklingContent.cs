using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LearnML.Api.Tests.Hostile;

/// <summary>A body that begins at once and then arrives slowly, until its request is cancelled.</summary>
internal sealed class TricklingContent : HttpContent
{
    private readonly byte[] start;
    private readonly byte[] part;

    /// <summary>Creates a body.</summary>
    /// <param name="start">How it begins.</param>
    /// <param name="bytesPerSecond">The number of spaces that follow in each second.</param>
    /// <param name="contentType">The content type.</param>
    public TricklingContent(string start, int bytesPerSecond, string contentType)
    {
        (this.start, part) = (Encoding.UTF8.GetBytes(start), [.. Enumerable.Repeat((byte)' ', bytesPerSecond)]);
        Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(start, cancellationToken);
        while (true)
        {
            await stream.WriteAsync(part, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
