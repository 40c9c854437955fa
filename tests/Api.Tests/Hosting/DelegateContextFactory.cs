using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Creates contexts for the database of a test.</summary>
internal sealed class DelegateContextFactory(Func<LearnMLContext> create) : IDbContextFactory<LearnMLContext>
{
    public LearnMLContext CreateDbContext() => create();
}
