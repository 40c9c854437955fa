using System.IO.Pipelines;
using LearnML.Api.Limits;
using LearnML.Api.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace LearnML.Api.Tests.Limits;

/// <summary>Bodies that must arrive at a minimum rate.</summary>
public sealed class SlowBodyTests
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Fast_start_does_not_allow_a_long_pause()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await using var body = new SlowBody(pipe.Reader.AsStream(), bytesPerSecond: 1, GracePeriod, maximumPause: GracePeriod);

        // More than a day at the minimum rate.
        await pipe.Writer.WriteAsync(new byte[100_000], Deadline.Token());
        await body.ReadExactlyAsync(new byte[100_000], Deadline.Token());
        var exception = await Assert.ThrowsAsync<BadHttpRequestException>(() => body.ReadAsync(new byte[1], Deadline.Token()).AsTask());

        Assert.Equal(StatusCodes.Status408RequestTimeout, exception.StatusCode);
    }

    [Fact]
    public async Task Steady_body_may_take_longer_than_all_pauses()
    {
        var pipe = new Pipe();
        var pause = TimeSpan.FromSeconds(4);
        await using var body = new SlowBody(pipe.Reader.AsStream(), bytesPerSecond: 0.1, pause, pause);

        for (var sent = 0; sent < 5; sent++)
        {
            var read = body.ReadAsync(new byte[1], Deadline.Token());
            await Task.Delay(pause / 4, Deadline.Token());
            await pipe.Writer.WriteAsync(new byte[1], Deadline.Token());
            Assert.Equal(1, await read);
        }
    }
}
