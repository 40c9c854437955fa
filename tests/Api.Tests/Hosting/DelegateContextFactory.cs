using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Opens a database of a test's own.</summary>
internal sealed class DelegateContextFactory(Func<LearnMLContext> create) : IDbContextFactory<LearnMLContext>
{
    public LearnMLContext CreateDbContext() => create();
}
