using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Models.Serving;

public sealed class PredictionLimitTests
{
    [Fact]
    public void Concurrent_files_share_one_disk_limit()
    {
        using var limit = new PredictionLimit(Options.Create(new LearnMLOptions { MaximumUploadBytes = 10 }), new RequestMemory());
        limit.RequestFiles.Reserve(6);

        var rejected = Assert.Throws<BadHttpRequestException>(() => limit.RequestFiles.Reserve(5));
        limit.RequestFiles.Reserve(4);
        limit.RequestFiles.Release(10);
        limit.RequestFiles.Reserve(10);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, rejected.StatusCode);
    }
}
