console.log('Token revoked')
