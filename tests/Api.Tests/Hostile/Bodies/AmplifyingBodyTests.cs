using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace LearnML.Api.Tests.Hostile.Bodies;

/// <summary>
/// What a request costs grows with its size, whatever it contains. Each body is sent in a size and in four times that size. It may then allocate,
/// compute and answer up to nine times as much, the square of three for each doubling. Other
/// programs and threads make a request costlier at random, so each size is sent three times and the least of each cost counts.
/// </summary>
[Collection(AmplifyingBodyCollection.Name)]
public sealed class AmplifyingBodyTests(AmplifyingBodyFixture fixture)
{
    private const int Growth = 4;
    private const int Repetitions = 3;
    private const double MaximumCostGrowth = 9;

    /// <summary>Smaller costs are not compared, because what does not depend on the body is a large part of them.</summary>
    private static readonly RequestCost Negligible = new(AllocatedBytes: 32 << 20, TimeSpan.FromMilliseconds(250), AnswerBytes: 16 << 10);

    /// <summary>What one request may cost, in a debug build.</summary>
    private static readonly RequestCost Budget = new(AllocatedBytes: 512 << 20, TimeSpan.FromSeconds(2), AnswerBytes: 4 << 20);

    public static TheoryData<string> Names => [.. AmplifyingBodyFixture.CreateBodies([]).Select(body => body.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Cost_grows_with_the_size(string name)
    {
        var body = fixture.Bodies[name];

        // The first request of a kind also compiles code, and is not measured.
        await MeasureAsync(body, body.Size);
        var (small, large) = (await MeasureLeastAsync(body, body.Size), await MeasureLeastAsync(body, Growth * body.Size));
        var costs = string.Create(CultureInfo.InvariantCulture, $"{name}: {small} and {large}");
        TestContext.Current.TestOutputHelper?.WriteLine(costs);
        Assert.True(Grows(cost => cost.AllocatedBytes), $"Allocates too much: {costs}");
        Assert.True(Grows(cost => cost.Time.TotalSeconds), $"Computes too long: {costs}");
        Assert.True(Grows(cost => cost.AnswerBytes), $"Answers too much: {costs}");

        bool Grows(Func<RequestCost, double> cost) =>
            cost(large) <= cost(Budget) && cost(large) <= Math.Max(cost(Negligible), MaximumCostGrowth * cost(small));
    }

    /// <summary>Sends a body several times, and returns the least of each cost. A collection of garbage makes some requests costlier.</summary>
    private async Task<RequestCost> MeasureLeastAsync(AmplifyingBody body, int size)
    {
        var least = await MeasureAsync(body, size);
        for (var repeated = 1; repeated < Repetitions; repeated++)
        {
            least = RequestCost.Least(least, await MeasureAsync(body, size));
        }

        return least;
    }

    /// <summary>Sends a body, and returns what the process allocated and computed until the answer was read.</summary>
    private async Task<RequestCost> MeasureAsync(AmplifyingBody body, int size)
    {
        using var content = CreateContent(body, body.Create(size));
        using var process = Process.GetCurrentProcess();
        var (bytes, time) = (GC.GetTotalAllocatedBytes(precise: true), process.TotalProcessorTime);
        var answer = await fixture.Service.SendAsync(HttpMethod.Post, body.Path, content);
        process.Refresh();
        Assert.Equal(body.Status, answer.Status);
        return new RequestCost(GC.GetTotalAllocatedBytes(precise: true) - bytes, process.TotalProcessorTime - time, answer.Body.Length);
    }

    private static HttpContent CreateContent(AmplifyingBody body, byte[] bytes)
    {
        var isBinary = body.ContentType == AmplifyingBody.BinaryTensors;
        var content = new ByteArrayContent(isBinary ? bytes[sizeof(int)..] : bytes);
        if (body.ContentType is null)
        {
            return new MultipartFormDataContent { { content, "file", "file" } };
        }

        content.Headers.ContentType = MediaTypeHeaderValue.Parse(body.ContentType);
        if (isBinary)
        {
            content.Headers.Add(AmplifyingBody.JsonLengthHeader, BitConverter.ToInt32(bytes).ToString(CultureInfo.InvariantCulture));
        }

        if (body.Encoding is not null)
        {
            content.Headers.ContentEncoding.Add(body.Encoding);
        }

        return content;
    }
}
