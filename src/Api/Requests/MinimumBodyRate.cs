using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LearnML.Api.Requests;

/// <summary>Limits how slowly a client may send a body, so that slow clients do not occupy memory, disk space or a place of a limit.</summary>
internal static class MinimumBodyRate
{
    // A slower client would hold a place, memory or disk space for hours.
    private static readonly MinDataRate Rate = new(bytesPerSecond: 7 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>Makes the server abort the request if its body arrives too slowly.</summary>
    public static void Require(HttpRequest request)
    {
        // Kestrel does not allow a rate per request for HTTP/2.
        if (HttpProtocol.IsHttp11(request.Protocol) && request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } feature)
        {
            feature.MinDataRate = Rate;
        }
    }
}
