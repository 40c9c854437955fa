using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Serving;

public sealed class PredictionLimitTests
{
    [Fact]
    public void Files_that_are_read_at_once_take_no_more_room_together_than_one_may()
    {
        using var limit = new PredictionLimit(Options.Create(new LearnMLOptions { MaximumUploadBytes = 10 }));
        limit.ReserveDisk(6);

        var refused = Assert.Throws<BadHttpRequestException>(() => limit.ReserveDisk(5));
        limit.ReserveDisk(4);
        limit.ReleaseDisk(10);
        limit.ReserveDisk(10);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, refused.StatusCode);
    }
}
